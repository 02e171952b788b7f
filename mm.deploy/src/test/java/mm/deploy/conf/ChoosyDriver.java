package mm.deploy.conf;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** Has an option of two values, and holds nothing. */
@DriverInfo(
    id = "choosy",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = ChoosyDriver.Nothing.class)
public final class ChoosyDriver implements NotifierDriver {
  @Override
  public Device attach(DriverContext context) {
    String era = context.option("era", "list");
    if (!era.equals("list") && !era.equals("interval")) {
      throw new IllegalArgumentException("choosy.era is '" + era + "'; it can be list or interval");
    }
    Nothing nothing = new Nothing();
    context.subscribe(nothing);
    return nothing;
  }

  /** The device and its notifier. */
  static final class Nothing extends EmptyDevice implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {}

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }
}
