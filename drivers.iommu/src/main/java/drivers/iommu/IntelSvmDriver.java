package drivers.iommu;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Binds two devices to each address space through an Intel IOMMU (shared virtual memory, SVM).
 *
 * <p>It declares that it never blocks, for the same reason as {@link AmdIommuDriver}.
 */
@DriverInfo(
    id = "intel-svm",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "secondary-tlb",
    callbacks = {"release", "flush-secondary-tlb"},
    pages = "unpinned",
    hardware = "Intel VT-d in scalable mode with PASIDs and page requests, as of Linux 5.15",
    notifiers = SvaNotifier.class)
public final class IntelSvmDriver implements NotifierDriver {
  /** Devices of a space: each has to be flushed. */
  static final int DEVICES = 2;

  /** Makes the driver; it has no state of its own. */
  public IntelSvmDriver() {}

  @Override
  public Device attach(DriverContext context) {
    return SvaDevice.bind(context, FlushCommand.ALIGNED_BLOCKS, DEVICES);
  }
}
