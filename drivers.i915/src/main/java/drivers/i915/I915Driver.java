package drivers.i915;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Drives one GPU context per address space, as one of two eras of Linux did; option {@code era}
 * says which: {@code list} (5.4 to 5.12, the default) or {@code interval} (5.13 to 6.x).
 *
 * <p>The capability speaks of both, since it is read before the option. It declares {@code
 * allocation=may} although this model allocates nothing in a callback: the hardware's driver
 * unbinds under a lock that others hold while they allocate page tables, and who chooses drivers by
 * this attribute has to know.
 */
@DriverInfo(
    id = "i915",
    version = "1.1.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = {"list", "interval"},
    callbacks = {"release", "try-start", "invalidate"},
    pages = "pinned",
    hardware =
        "Intel GPU with user memory objects (userptr), as driven by i915 of Linux 5.4 to 6.x",
    notifiers = {UserptrNotifier.class, ObjectNotifier.class})
public final class I915Driver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public I915Driver() {}

  @Override
  public Device attach(DriverContext context) {
    String era = context.option("era", "list");
    return switch (era) {
      case "list" -> list(context);
      case "interval" -> new IntervalDevice(new IntervalSpace(context), context);
      default ->
          throw new IllegalArgumentException(
              "i915.era is '" + era + "'; it can be list or interval");
    };
  }

  private static Device list(DriverContext context) {
    UserptrSpace space = new UserptrSpace(context);
    context.subscribe(new UserptrNotifier(space));
    return new I915Device(space, context);
  }
}
