package mm.soak.witness;

import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** Its callbacks fail now and then. */
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
    notifiers = FaultyDriver.Failing.class)
public final class FaultyDriver implements NotifierDriver {
  /** For the engine. */
  public FaultyDriver() {}

  @Override
  public Device attach(DriverContext context) {
    WitnessDevice device = new WitnessDevice(context);
    context.subscribe(new Failing(device));
    return device;
  }

  /** Fails at each hundredth start. */
  static final class Failing implements PairedNotifier {
    private static final int EACH = 100;

    private final WitnessDevice device;
    private final AtomicInteger count = new AtomicInteger();

    Failing(WitnessDevice device) {
      this.device = device;
    }

    @Override
    public void start(InvalidationRange range) {
      device.begin(range);
      if (count.incrementAndGet() % EACH == 0) {
        throw new IllegalStateException("planted");
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
