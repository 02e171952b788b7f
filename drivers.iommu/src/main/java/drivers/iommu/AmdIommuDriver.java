package drivers.iommu;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Binds a device to each address space through an AMD IOMMU.
 *
 * <p>It declares that it never blocks: a flush is synchronous, but on hardware that completes by
 * itself, and what is waited for at the end is waited for in detach.
 */
@DriverInfo(
    id = "amd-iommu",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "secondary-tlb",
    callbacks = {"release", "flush-secondary-tlb"},
    pages = "unpinned",
    hardware = "AMD IOMMU with PASIDs and page requests, as driven by iommu_v2 of Linux 5.15",
    notifiers = SvaNotifier.class)
public final class AmdIommuDriver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public AmdIommuDriver() {}

  @Override
  public Device attach(DriverContext context) {
    return SvaDevice.bind(context, FlushCommand.PAGE_OR_PASID, 1);
  }
}
