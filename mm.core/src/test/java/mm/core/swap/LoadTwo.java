package mm.core.swap;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** A version of the driver of {@link LoadDevice}; a class of its own, so an origin of its own. */
@DriverInfo(
    id = "load",
    version = "2.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = LoadDevice.Listener.class)
public final class LoadTwo implements NotifierDriver {
  private LoadMemory memory;
  private Ledger ledger;

  LoadTwo on(LoadMemory pages, Ledger counts) {
    memory = pages;
    ledger = counts;
    return this;
  }

  @Override
  public Device attach(DriverContext context) {
    return LoadDevice.in(context, memory, ledger);
  }
}
