package drivers.kvm;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.spi.Answer;
import mm.spi.Mutex;

/**
 * Changes of the memory slots, one at a time (Linux {@code KVM_SET_USER_MEMORY_REGION}). Each waits
 * until no invalidation is active (R2.6): an invalidation whose start saw other slots than its end
 * would count in and not out. May be called from any thread, outside callbacks and one's own
 * sections.
 */
final class SlotUpdates {
  /** How long a change waits at most for a moment without invalidation. The kernel has no bound. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What became of a change. */
  enum Outcome {
    DONE,
    /** Its guest pages belong to another slot, or there is no such slot. */
    REFUSED,
    /**
     * Invalidations went on for too long. A slot that was to go may be out of use by then: delete
     * it again.
     */
    BUSY
  }

  private final KvmMmu mmu;
  private final Mutex mutex;

  SlotUpdates(KvmMmu mmu, Mutex mutex) {
    this.mmu = mmu;
    this.mutex = mutex;
  }

  /** Creates a slot, or moves the one of this number. */
  Outcome set(int id, long guestPage, long pages, long userAddress) {
    MemorySlot slot = new MemorySlot(id, guestPage, pages, userAddress, MemorySlot.State.VALID);
    mutex.lock();
    try {
      MemorySlots now = mmu.active().slots();
      if (now.without(id).overlapGuest(slot)) {
        return Outcome.REFUSED;
      }
      Outcome gone = now.find(id) == null ? Outcome.DONE : deleteLocked(now.find(id));
      return gone == Outcome.DONE ? publish(mmu.active().slots().with(slot)) : gone;
    } finally {
      mutex.unlock();
    }
  }

  /** Deletes a slot: its guest pages are backed by nothing any more. */
  Outcome delete(int id) {
    mutex.lock();
    try {
      MemorySlot slot = mmu.active().slots().find(id);
      return slot == null ? Outcome.REFUSED : deleteLocked(slot);
    } finally {
      mutex.unlock();
    }
  }

  /** Slots and entries, with no change of slots in between. */
  ShadowState exportState() {
    mutex.lock();
    try {
      return mmu.state();
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Takes over slots, and then all entries or none.
   *
   * @param sequence what {@link KvmMmu#sequence} gave before the state was written
   * @return WOULD_BLOCK when an invalidation came in between; the slots may be taken over then
   */
  Answer importState(ShadowState state, long sequence) {
    mutex.lock();
    try {
      return replace(state.slots()) == Outcome.DONE
          ? mmu.adopt(state, sequence)
          : Answer.WOULD_BLOCK;
    } finally {
      mutex.unlock();
    }
  }

  private Outcome replace(List<MemorySlot> others) {
    Outcome outcome = Outcome.DONE;
    for (MemorySlot each : mmu.active().slots().all()) {
      if (outcome == Outcome.DONE && !others.contains(each)) {
        outcome = deleteLocked(each);
      }
    }
    for (MemorySlot each : others) {
      MemorySlots now = mmu.active().slots();
      if (outcome == Outcome.DONE && !now.all().contains(each)) {
        outcome = publish(now.with(each));
      }
    }
    return outcome;
  }

  /**
   * In three steps, so that at no moment there is an entry that no invalidation would find: first
   * nothing enters any more, then the entries are dropped, then the slot goes.
   */
  private Outcome deleteLocked(MemorySlot slot) {
    MemorySlots now = mmu.active().slots();
    if (publish(now.with(slot.invalid())) == Outcome.BUSY) {
      return Outcome.BUSY;
    }
    mmu.dropSlot(slot);
    return publish(now.without(slot.id()));
  }

  private Outcome publish(MemorySlots slots) {
    return mmu.active().publish(slots, PATIENCE_NANOS) ? Outcome.DONE : Outcome.BUSY;
  }
}
