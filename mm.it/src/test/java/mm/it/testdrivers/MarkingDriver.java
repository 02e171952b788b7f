package mm.it.testdrivers;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** A right driver whose static initialiser leaves a mark. */
@DriverInfo(
    id = "marking",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = MarkingDriver.Listener.class)
public final class MarkingDriver implements NotifierDriver {
  static {
    System.setProperty("mm.it.mark", "initialised");
  }

  /** For the engine. */
  public MarkingDriver() {}

  @Override
  public Device attach(DriverContext context) {
    context.subscribe(new Listener());
    return new EmptyDevice();
  }

  /** Hears and does nothing; throws while the system property {@code mm.it.throw} says so. */
  static final class Listener implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      if (Boolean.getBoolean("mm.it.throw")) {
        throw new IllegalStateException("planted");
      }
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }
}
