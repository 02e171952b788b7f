package mm.soak.witness;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** A right driver, or one with a {@link Trouble}. */
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
    notifiers = WitnessDevice.Listener.class)
public final class WitnessDriver implements NotifierDriver {
  /** For the engine. */
  public WitnessDriver() {}

  @Override
  public Device attach(DriverContext context) {
    WitnessDevice device = new WitnessDevice(context);
    context.subscribe(new WitnessDevice.Listener(device, Trouble.ofThisBundle()));
    return device;
  }
}
