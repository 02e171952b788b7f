package mm.core.registry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.ContractException;
import mm.api.Rule;
import mm.spi.Device;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;

/**
 * One stay of a driver in a space. What its device throws while it goes is recorded and does not
 * stop it.
 */
final class Placement {
  private final DriverContextOf context;
  private final Device device;
  private final AtomicBoolean closing = new AtomicBoolean();

  private Placement(DriverContextOf context, Device device) {
    this.context = context;
    this.device = device;
  }

  /** A place without a driver; closed from the beginning. */
  static Placement vacant() {
    Placement nobody = new Placement(null, EmptyDevice.GONE);
    nobody.closing.set(true);
    return nobody;
  }

  static Placement make(NotifierDriver driver, DriverContextOf context) {
    try {
      Device device = driver.attach(context);
      if (device != null) {
        Placement made = new Placement(context, device);
        if (context.unknownOptions().isEmpty()) {
          return made;
        }
        made.close();
      }
    } catch (Throwable thrown) {
      context.close();
      throw thrown instanceof ContractException broken
          ? broken
          : new ContractException(
              Rule.R6_12, context.driver() + " failed to attach: " + thrown, thrown);
    }
    context.close();
    throw new ContractException(
        Rule.R6_12,
        context
            .unknownOptions()
            .map(unknown -> context.driver() + " has no option " + unknown)
            .orElseGet(() -> context.driver() + " attached without a device"));
  }

  Device device() {
    return device;
  }

  /** What the driver was attached with. */
  Map<String, String> options() {
    return context == null ? Map.of() : context.options();
  }

  boolean closed() {
    return closing.get();
  }

  /** Whether it makes no new translation because of a swap. */
  boolean frozen() {
    return context != null && context.frozen();
  }

  /** From now on its page source answers BUSY, so it makes no new translation. */
  void freeze() {
    if (context != null) {
      context.freeze();
    }
  }

  /** Takes {@link #freeze} back. */
  void thaw() {
    if (context != null) {
      context.thaw();
    }
  }

  /** Waits until every section has ended that was open when it subscribed (R4.2). */
  boolean awaitSettled(long timeoutNanos) {
    return context.awaitSettled(timeoutNanos);
  }

  void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    context.isolated("quiesce", device::quiesce);
    context.closeSubscriptions();
    context.isolated("detach", device::detach);
    context.close();
  }
}
