package drivers.kvm;

import java.util.Map;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.HandOver;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;

/**
 * The virtual machine: vCPUs that touch guest memory and fault in what is not there. Who drives it
 * through {@link DataDevice} names user addresses, as if the guest mapped its memory one to one.
 */
final class KvmVm implements DataDevice, HandOver {
  /**
   * How often a fault is repeated before the vCPU gives up. The kernel re-enters the guest for
   * ever; a caller here may do the same when it gets BUSY.
   */
  static final int RETRIES = 16;

  private final KvmMmu mmu;
  private final SlotUpdates updates;
  private final PageSource pages;

  KvmVm(KvmMmu mmu, DriverContext context) {
    this.mmu = mmu;
    updates = new SlotUpdates(mmu, context.mutex("kvm slots_lock"));
    pages = context.pages();
  }

  /** Where the monitor of the machine (the VMM) sets, moves and deletes slots. */
  SlotUpdates slots() {
    return updates;
  }

  /** {@inheritDoc} Memory outside every slot is none that the guest has. */
  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    MemorySlot slot = mmu.active().slots().ofUser(address);
    if (slot == null) {
      return mmu.sequence() == KvmMmu.FROZEN ? AccessOutcome.DETACHED : AccessOutcome.REFUSED;
    }
    return accessGuest(slot.guestPageAt(address), access, transfer);
  }

  /** Touches a guest page; else as {@link #access(long, Access, Transfer)}. */
  AccessOutcome accessGuest(long guestPage, Access access, Transfer transfer) {
    return mmu.touch(guestPage, access, transfer)
        ? AccessOutcome.HIT
        : fault(guestPage, access, transfer);
  }

  /*
   * The order of the steps is the protocol: sequence, then page, then install. Whatever changes the
   * page after the sequence was read either is still open at the install or has moved the sequence.
   */
  private AccessOutcome fault(long guestPage, Access access, Transfer transfer) {
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; i < RETRIES && outcome == AccessOutcome.BUSY; i++) {
      long sequence = mmu.sequence();
      if (sequence == KvmMmu.FROZEN) {
        return AccessOutcome.DETACHED;
      }
      MemorySlot slot = mmu.active().slots().ofGuest(guestPage);
      if (slot == null || !slot.valid()) {
        return slot == null ? AccessOutcome.REFUSED : AccessOutcome.BUSY;
      }
      Page page = pages.fault(slot.userAddressOf(guestPage), access);
      if (!page.isPresent()) {
        return page.failure();
      }
      outcome = mmu.install(slot, guestPage, page, sequence, transfer);
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
  public String stateForm() {
    return ShadowState.FORM;
  }

  @Override
  public Map<String, Object> exportState() {
    return updates.exportState().toMap();
  }

  @Override
  public long importBegin() {
    return mmu.sequence();
  }

  @Override
  public Answer importState(Map<String, Object> state, long sequence) {
    return updates.importState(ShadowState.of(state), sequence);
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
