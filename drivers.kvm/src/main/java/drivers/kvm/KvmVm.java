package drivers.kvm;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.TranslationVisitor;

/** The virtual machine: vCPUs that touch guest memory and fault in what is not there. */
final class KvmVm implements Device {
  /**
   * How often a fault is repeated before the vCPU gives up. The kernel re-enters the guest for
   * ever; a caller here may do the same when it gets BUSY.
   */
  static final int RETRIES = 16;

  private final KvmMmu mmu;
  private final PageSource pages;

  KvmVm(KvmMmu mmu, PageSource pages) {
    this.mmu = mmu;
    this.pages = pages;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    return mmu.touch(address, access) ? AccessOutcome.HIT : fault(address, access);
  }

  /*
   * The order of the steps is the protocol: sequence, then page, then install. Whatever changes the
   * page after the sequence was read either is still open at the install or has moved the sequence.
   */
  private AccessOutcome fault(long address, Access access) {
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; i < RETRIES && outcome == AccessOutcome.BUSY; i++) {
      long sequence = mmu.sequence();
      if (sequence == KvmMmu.FROZEN) {
        return AccessOutcome.DETACHED;
      }
      Page page = pages.fault(address, access);
      if (!page.isPresent()) {
        return page.failure();
      }
      outcome = mmu.install(address, page, sequence);
    }
    return outcome;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    mmu.copy(range).forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return mmu.counters();
  }

  @Override
  public void quiesce() {
    mmu.freeze();
  }

  @Override
  public void detach() {
    mmu.freeze();
  }
}
