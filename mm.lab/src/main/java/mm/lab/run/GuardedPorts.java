package mm.lab.run;

import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.Notifier;
import mm.spi.NotifierDriver;

/**
 * A driver of nothing, admitted for its ports: what is done with them the engine's guards see.
 * Public for the engine, which admits no other.
 */
public abstract class GuardedPorts extends EmptyDevice implements NotifierDriver {
  private DriverContext context;

  private GuardedPorts() {}

  /** Declares that it never allocates, as most do. */
  @DriverInfo(
      id = "lab-ports",
      version = "1.0.0",
      blocking = "when-allowed",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = "release",
      pages = "unpinned",
      hardware = "none",
      notifiers = GuardedPorts.Quiet.class)
  public static final class NeverAllocates extends GuardedPorts {
    /** For the engine. */
    public NeverAllocates() {}
  }

  /** Declares that it may. */
  @DriverInfo(
      id = "lab-ports-allocating",
      version = "1.0.0",
      blocking = "when-allowed",
      failure = "never",
      allocation = "may",
      subscription = "list",
      callbacks = "release",
      pages = "unpinned",
      hardware = "none",
      notifiers = GuardedPorts.Quiet.class)
  public static final class MayAllocate extends GuardedPorts {
    /** For the engine. */
    public MayAllocate() {}
  }

  /** What the declaration needs; nobody subscribes it. */
  public static final class Quiet implements Notifier {
    private Quiet() {}

    @Override
    public void release(AddressSpace space) {}
  }

  String id() {
    return getClass().getAnnotation(DriverInfo.class).id();
  }

  DriverContext context() {
    return context;
  }

  @Override
  public Device attach(DriverContext given) {
    context = given;
    return this;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    return AccessOutcome.BUSY;
  }
}
