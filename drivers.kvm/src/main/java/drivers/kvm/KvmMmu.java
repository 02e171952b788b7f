package drivers.kvm;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.SpinLock;

/**
 * What callbacks and faults of one machine share: shadow entries, invalidations, statistics. Each
 * method is one visit under the mmu lock.
 *
 * <p>Guest memory is one slot so far: guest page 0 is at address 0, and every address has a guest
 * page. The translation between the two is in this class alone.
 */
final class KvmMmu {
  /** Instead of a sequence: the machine is quiesced or its space released. */
  static final long FROZEN = -1;

  private final SpinLock lock;

  // Protected by the lock.
  private final InvalidationWindow invalidations = new InvalidationWindow();
  private final ShadowPages shadow = new ShadowPages();
  private boolean frozen;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  KvmMmu(SpinLock lock) {
    this.lock = lock;
  }

  /** Counts an invalidation in and drops the entries of its range. */
  void invalidationStarts(long start, long end) {
    lock.lock();
    try {
      invalidations.open(start, end);
      told++;
      toldInVain += drop(start, end) == 0 ? 1 : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Counts an invalidation out. */
  void invalidationEnds() {
    lock.lock();
    try {
      invalidations.close();
    } finally {
      lock.unlock();
    }
  }

  /** Drops everything and lets nothing in any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
      drop(AddressRange.WHOLE.start(), AddressRange.WHOLE.end());
    } finally {
      lock.unlock();
    }
  }

  private long drop(long start, long end) {
    long gone = shadow.drop(guestPage(start), guestPage(end));
    dropped += gone;
    return gone;
  }

  /** Forgets that pages were accessed, and tells whether one was. */
  boolean age(long start, long end) {
    lock.lock();
    try {
      return shadow.age(guestPage(start), guestPage(end));
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a page was accessed, and changes nothing. */
  boolean young(long address) {
    lock.lock();
    try {
      return shadow.young(guestPage(address));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Points the entry of a page at another frame. As the start of the section has dropped the entry,
   * this comes to moving the sequence: which is why the callback was given up in Linux 6.10.
   */
  void repoint(long address, long frame) {
    lock.lock();
    try {
      invalidations.passed();
      shadow.repoint(guestPage(address), frame);
    } finally {
      lock.unlock();
    }
  }

  /** Uses the entry of a page, if it is there and its rights are enough. */
  boolean touch(long address, Access access) {
    lock.lock();
    try {
      return shadow.touch(guestPage(address), access);
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
   * @param sequence what {@link #sequence()} gave before the page was looked up
   * @return MADE, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome install(long address, Page page, long sequence) {
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (invalidations.collides(address, sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      dropped += shadow.set(guestPage(address), page.frame(), page.rights());
      made++;
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A copy, because whoever looks at it must not do so under the lock.
   *
   * @return the entries of a range as they were at one moment
   */
  List<ShadowEntry> copy(AddressRange range) {
    List<ShadowEntry> entries = new ArrayList<>();
    lock.lock();
    try {
      shadow.forEach(
          guestPage(range.start()),
          guestPage(range.end()),
          (page, frame, rights) -> entries.add(new ShadowEntry(address(page), frame, rights)));
    } finally {
      lock.unlock();
    }
    return entries;
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(shadow.size(), made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }

  private static long guestPage(long address) {
    return address >>> AddressRange.PAGE_SHIFT;
  }

  private static long address(long guestPage) {
    return guestPage << AddressRange.PAGE_SHIFT;
  }

  /** One entry, as copied. */
  record ShadowEntry(long address, long frame, Access rights) {}
}
