package drivers.i915;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Drives one GPU context per address space.
 *
 * <p>It declares {@code allocation=may} although this model allocates nothing in a callback: the
 * hardware's driver unbinds under a lock that others hold while they allocate page tables, and who
 * chooses drivers by this attribute has to know.
 */
@DriverInfo(
    id = "i915",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = "list",
    callbacks = {"release", "try-start"},
    pages = "pinned",
    hardware =
        "Intel GPU with user memory objects (userptr), as driven by i915 of Linux 5.4 to 5.12",
    notifiers = UserptrNotifier.class)
public final class I915Driver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public I915Driver() {}

  @Override
  public Device attach(DriverContext context) {
    UserptrSpace space = new UserptrSpace(context);
    context.subscribe(new UserptrNotifier(space));
    return new I915Device(space, context);
  }
}
