package mm.soak.witness;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** A right driver, or one with a {@link Trouble}. */
@DriverInfo(
    id = WitnessDriver.ID,
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none, it watches itself",
    notifiers = WitnessDevice.Listener.class)
public final class WitnessDriver implements NotifierDriver {
  /** Its id. */
  public static final String ID = "witness";

  /** What its exceptions say when a start and an end did not both come to it. */
  public static final String SPLIT = "split pair";

  /** For the engine. */
  public WitnessDriver() {}

  @Override
  public Device attach(DriverContext context) {
    WitnessDevice device = new WitnessDevice(context);
    context.subscribe(new WitnessDevice.Listener(device, Trouble.ofThisBundle()));
    return device;
  }
}
