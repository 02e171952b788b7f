package drivers.nouveau;

import mm.api.AddressRange;
import mm.api.MigrationOwner;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Drives one GPU that shares the addresses of each process.
 *
 * <p>It declares {@code allocation=may}: page tables of the GPU are allocated under the mutex that
 * the callbacks take.
 */
@DriverInfo(
    id = "nouveau",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = {"list", "interval"},
    callbacks = {"release", "try-start", "invalidate"},
    pages = "unpinned",
    hardware =
        "NVIDIA GPU that shares a process's addresses (SVM), as driven by nouveau of Linux 5.15",
    notifiers = {SvmmNotifier.class, FaultNotifier.class})
public final class NouveauDriver implements NotifierDriver {
  /** Above what a process can map, so that the GPU's own buffers are in nobody's way. */
  private static final AddressRange UNMANAGED = new AddressRange(1L << 47, 1L << 48);

  /** By which the GPU recognises its own migrations. */
  private final MigrationOwner self = MigrationOwner.named("nouveau");

  private final AddressRange unmanaged;

  /** Makes the driver of one GPU. */
  public NouveauDriver() {
    this(UNMANAGED);
  }

  NouveauDriver(AddressRange unmanaged) {
    this.unmanaged = unmanaged;
  }

  MigrationOwner self() {
    return self;
  }

  @Override
  public Device attach(DriverContext context) {
    Svmm svmm = new Svmm(context.mutex("svmm"), unmanaged);
    context.subscribe(new SvmmNotifier(svmm, self));
    return new NouveauDevice(svmm, new FaultNotifier(svmm, self), context);
  }
}
