package %PACKAGE%;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Attaches the device to address spaces.
 *
 * <p>BLANK: which hardware, and why this kind of notifier.
 */
@DriverInfo(
    id = "%ID%",
    version = "0.1.0",
    // BLANK: what is true of your callbacks. docs/metadata.md has every attribute; mm verify, the
    // engine and the kit hold the driver to them.
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "secondary-tlb",
    callbacks = {"release", "flush-secondary-tlb"},
    pages = "unpinned",
    hardware = "BLANK: what it drives",
    notifiers = %CLASS%Notifier.class)
public final class %CLASS%Driver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public %CLASS%Driver() {}

  @Override
  public Device attach(DriverContext context) {
    %CLASS%Device device = new %CLASS%Device(context);
    context.subscribe(new %CLASS%Notifier(device));
    return device;
  }
}
