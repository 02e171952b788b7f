package mm.soak.witness;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** Its callbacks take long. */
@DriverInfo(
    id = "witness",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none, it watches itself",
    notifiers = SlowDriver.Slow.class)
public final class SlowDriver implements NotifierDriver {
  /** For the engine. */
  public SlowDriver() {}

  @Override
  public Device attach(DriverContext context) {
    WitnessDevice device = new WitnessDevice(context);
    context.subscribe(new Slow(device));
    return device;
  }

  /** Takes a fifth of a millisecond. */
  static final class Slow implements PairedNotifier {
    private static final long NANOS = 200_000;

    private final WitnessDevice device;

    Slow(WitnessDevice device) {
      this.device = device;
    }

    @Override
    public void start(InvalidationRange range) {
      device.begin(range);
      long began = System.nanoTime();
      while (System.nanoTime() - began < NANOS) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void end(InvalidationRange range) {
      device.over();
    }

    @Override
    public void release(AddressSpace space) {
      device.dropAll();
    }
  }
}
