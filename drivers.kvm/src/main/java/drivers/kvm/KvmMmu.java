package drivers.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.Transfer;

/**
 * What callbacks and faults of one machine share: slots, shadow entries, invalidations, statistics.
 * Callbacks name user addresses, guests name guest pages; the slots lead from one to the other.
 *
 * <p><b>Locks.</b> One after the other, never nested: that of {@link ActiveInvalidations}, for a
 * count, and the mmu lock, which is taken by an invalidation only if a slot overlaps it.
 */
final class KvmMmu {
  /** Instead of a sequence: the machine is quiesced or its space released. */
  static final long FROZEN = -1;

  private final SpinLock lock;
  private final ActiveInvalidations active;

  // Protected by the lock.
  private final InvalidationWindow invalidations = new InvalidationWindow();
  private final ShadowPages shadow = new ShadowPages();
  private boolean frozen;
  private long made;
  private long dropped;
  private long useful;
  private long retries;

  KvmMmu(DriverContext context) {
    lock = context.spinLock("kvm mmu_lock");
    active =
        new ActiveInvalidations(
            context.spinLock("kvm mn_invalidate_lock"),
            context.waitQueue("kvm memslot updates"),
            context::nanoTime);
  }

  // Invalidation.

  /** Counts an invalidation in and drops the entries of its range. */
  void invalidationStarts(long start, long end) {
    active.begin();
    MemorySlots slots = active.slots();
    if (slots.overlapUser(start, end)) {
      lock.lock();
      try {
        invalidations.open(start, end);
        useful += drop(slots, start, end) == 0 ? 0 : 1;
      } finally {
        lock.unlock();
      }
    }
  }

  private long drop(MemorySlots slots, long start, long end) {
    long gone = 0;
    for (int i = 0; i < slots.size(); i++) {
      MemorySlot slot = slots.get(i);
      if (slot.overlapsUser(start, end)) {
        gone += shadow.drop(from(slot, start), to(slot, end));
      }
    }
    dropped += gone;
    return gone;
  }

  private static long from(MemorySlot slot, long start) {
    return slot.guestPageAt(Math.max(start, slot.userAddress()));
  }

  private static long to(MemorySlot slot, long end) {
    return slot.guestPageAt(Math.min(end, slot.userEnd()));
  }

  /**
   * Counts an invalidation out.
   *
   * @throws IllegalStateException when none is active; nothing has changed then
   */
  void invalidationEnds(long start, long end) {
    active.requireActive();
    if (active.slots().overlapUser(start, end)) {
      lock.lock();
      try {
        invalidations.close();
      } finally {
        lock.unlock();
      }
    }
    active.end();
  }

  /** Drops everything and lets nothing in any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
      dropped += shadow.drop(0, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  // Ageing and changed entries.

  /** Forgets that pages were accessed, and tells whether one was. */
  boolean age(long start, long end) {
    MemorySlots slots = active.slots();
    boolean young = false;
    lock.lock();
    try {
      for (int i = 0; i < slots.size(); i++) {
        MemorySlot slot = slots.get(i);
        if (slot.overlapsUser(start, end)) {
          young |= shadow.age(from(slot, start), to(slot, end));
        }
      }
    } finally {
      lock.unlock();
    }
    return young;
  }

  /** Tells whether a page was accessed, and changes nothing. */
  boolean young(long address) {
    MemorySlots slots = active.slots();
    boolean young = false;
    lock.lock();
    try {
      for (int i = 0; i < slots.size(); i++) {
        MemorySlot slot = slots.get(i);
        young |= slot.overlapsUser(address, address + 1) && shadow.young(slot.guestPageAt(address));
      }
    } finally {
      lock.unlock();
    }
    return young;
  }

  /**
   * Points the entries of a page at another frame; does nothing where no slot has an invalidation
   * in progress. As the start of the section has dropped the entry, this comes to moving the
   * sequence: which is why the callback was given up in Linux 6.10.
   *
   * @throws IllegalStateException outside any section
   */
  void repoint(long address, long frame) {
    active.requireActive();
    MemorySlots slots = active.slots();
    lock.lock();
    try {
      if (!invalidations.any()) {
        return;
      }
      invalidations.passed();
      for (int i = 0; i < slots.size(); i++) {
        MemorySlot slot = slots.get(i);
        if (slot.overlapsUser(address, address + 1)) {
          shadow.repoint(slot.guestPageAt(address), frame);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // Guest accesses.

  /** The slots and the count that holds them in place. */
  ActiveInvalidations active() {
    return active;
  }

  /** Uses the entry of a guest page, if it is there and its rights are enough. */
  boolean touch(long guestPage, Access access, Transfer transfer) {
    lock.lock();
    try {
      boolean hit = shadow.touch(guestPage, access);
      if (hit) {
        transfer.use(shadow.frame(guestPage));
      }
      return hit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first step of a fault.
   *
   * @return what to give to {@link #install}, or {@link #FROZEN}
   */
  long sequence() {
    lock.lock();
    try {
      return frozen ? FROZEN : invalidations.sequence();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last step of a fault.
   *
   * @param slot where the guest page was found
   * @param sequence what {@link #sequence()} gave before the page was looked up
   * @return MADE, DETACHED, or BUSY when an invalidation or a change of the slot collided
   */
  AccessOutcome install(
      MemorySlot slot, long guestPage, Page page, long sequence, Transfer transfer) {
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (active.slots().ofGuest(guestPage) != slot
          || invalidations.collides(slot.userAddressOf(guestPage), sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      dropped += shadow.set(guestPage, page.frame(), page.rights());
      made++;
      transfer.use(page.frame());
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  /** Drops the entries of a slot that is about to go. */
  void dropSlot(MemorySlot slot) {
    lock.lock();
    try {
      dropped += shadow.drop(slot.guestPage(), slot.guestEnd());
    } finally {
      lock.unlock();
    }
  }

  // Hand-over.

  /** What a successor may take over; the caller keeps the slots from changing. */
  ShadowState state() {
    List<MemorySlot> slots = active.slots().all().stream().filter(MemorySlot::valid).toList();
    lock.lock();
    try {
      LongStream.Builder entries = LongStream.builder();
      shadow.forEach(
          0,
          Long.MAX_VALUE,
          (page, frame, rights) ->
              entries.add(page).add(frame).add(rights == Access.WRITE ? 1 : 0));
      return new ShadowState(slots, entries.build().toArray());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over entries that lie in the slots, all or none, unless an invalidation came in between.
   *
   * @param sequence what {@link #sequence} gave before the entries were read
   */
  Answer adopt(ShadowState state, long sequence) {
    lock.lock();
    try {
      if (frozen || invalidations.any() || invalidations.sequence() != sequence) {
        return Answer.WOULD_BLOCK;
      }
      state.forEach(this::adopt);
      return Answer.DONE;
    } finally {
      lock.unlock();
    }
  }

  private void adopt(long guestPage, long frame, Access rights) {
    dropped += shadow.set(guestPage, frame, rights);
    made++;
  }

  // Observation.

  /**
   * A copy, because whoever looks at it must not do so under the lock.
   *
   * @return the entries of a range of user memory as they were at one moment
   */
  List<ShadowEntry> copy(AddressRange range) {
    List<ShadowEntry> entries = new ArrayList<>();
    MemorySlots slots = active.slots();
    lock.lock();
    try {
      for (int i = 0; i < slots.size(); i++) {
        MemorySlot slot = slots.get(i);
        if (slot.overlapsUser(range.start(), range.end())) {
          shadow.forEach(
              from(slot, range.start()),
              to(slot, range.end()),
              (page, frame, rights) ->
                  entries.add(new ShadowEntry(slot.userAddressOf(page), frame, rights)));
        }
      }
    } finally {
      lock.unlock();
    }
    return entries;
  }

  DeviceCounters counters() {
    long told = active.told();
    lock.lock();
    try {
      return new DeviceCounters(
          shadow.size(), made, dropped, told, Math.max(0, told - useful), retries);
    } finally {
      lock.unlock();
    }
  }

  /** One entry, as copied. */
  record ShadowEntry(long address, long frame, Access rights) {}
}
