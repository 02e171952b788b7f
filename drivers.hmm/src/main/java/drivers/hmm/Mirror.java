package drivers.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.Mutex;
import mm.spi.Page;
import mm.spi.Transfer;

/** The device's page table and its mutex. Methods named {@code Locked} need it held. */
final class Mirror {
  private final Mutex mutex;
  private final MigrationOwner owner;

  // Protected by the mutex.
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private final Set<Long> inMemory = new TreeSet<>();
  private boolean frozen;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  Mirror(Mutex mutex, String space) {
    this.mutex = mutex;
    owner = MigrationOwner.named("hmm of " + space);
  }

  /** By which the device recognises its own migrations. */
  MigrationOwner owner() {
    return owner;
  }

  void lock() {
    mutex.lock();
  }

  boolean tryLock() {
    return mutex.tryLock();
  }

  void unlock() {
    mutex.unlock();
  }

  /** Drops the entries of a range; after RELEASE nothing comes in any more. */
  void dropLocked(InvalidationRange range) {
    told++;
    toldInVain += clearLocked(range.start(), range.end()) == 0 ? 1 : 0;
    frozen |= range.event() == InvalidationEvent.RELEASE;
  }

  private int clearLocked(long start, long end) {
    Map<Long, Entry> gone = entries.subMap(start, end);
    int count = gone.size();
    gone.clear();
    dropped += count;
    return count;
  }

  /** Drops everything and lets nothing in any more. */
  void freeze() {
    mutex.lock();
    try {
      frozen = true;
      clearLocked(0, AddressRange.TOP);
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Uses an entry.
   *
   * @return HIT, DETACHED, or REFUSED when a fault is needed
   */
  AccessOutcome touch(long page, Access access, Transfer transfer) {
    mutex.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      Entry entry = entries.get(page);
      if (entry == null || !entry.rights().allows(access)) {
        return AccessOutcome.REFUSED;
      }
      transfer.use(entry.frame());
      return AccessOutcome.HIT;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * The last step of a fault: enters the page, unless an invalidation collided (R3.3).
   *
   * @return MADE, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome enter(IntervalSubscription read, long sequence, Entry entry, Transfer transfer) {
    mutex.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (collidedLocked(read, sequence)) {
        return AccessOutcome.BUSY;
      }
      putLocked(entry);
      transfer.use(entry.frame());
      return AccessOutcome.MADE;
    } finally {
      mutex.unlock();
    }
  }

  private void putLocked(Entry entry) {
    dropped += entries.put(entry.address(), entry) == null ? 0 : 1;
    made++;
  }

  /**
   * Enters a page that has moved into the device's memory. No invalidation can come between (see
   * {@link mm.spi.DeviceMemory#movedIn}); a device that is frozen has the page and does not use it.
   */
  void moveIn(long address, Page page) {
    mutex.lock();
    try {
      inMemory.add(address);
      if (!frozen) {
        putLocked(Entry.of(address, page, Entry.Kind.MOVED));
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Drops a page that leaves the device's memory. */
  void moveOut(long address) {
    mutex.lock();
    try {
      inMemory.remove(address);
      clearLocked(address, address + AddressRange.PAGE_SIZE);
    } finally {
      mutex.unlock();
    }
  }

  /** The pages that moved in and were not seen leaving; some may have been unmapped since. */
  List<Long> inMemory() {
    mutex.lock();
    try {
      return new ArrayList<>(inMemory);
    } finally {
      mutex.unlock();
    }
  }

  boolean isExclusive(long page) {
    mutex.lock();
    try {
      Entry entry = entries.get(page);
      return entry != null && entry.kind() == Entry.Kind.EXCLUSIVE;
    } finally {
      mutex.unlock();
    }
  }

  /** Tells whether what was read since the sequence still holds; the last step of a snapshot. */
  boolean holds(IntervalSubscription read, long sequence) {
    mutex.lock();
    try {
      return !collidedLocked(read, sequence);
    } finally {
      mutex.unlock();
    }
  }

  private boolean collidedLocked(IntervalSubscription read, long sequence) {
    boolean collided = read.readRetry(sequence);
    retries += collided ? 1 : 0;
    return collided;
  }

  /** A copy, because whoever looks at it must not do so under the mutex. */
  List<Entry> copy(AddressRange range) {
    mutex.lock();
    try {
      return new ArrayList<>(entries.subMap(range.start(), range.end()).values());
    } finally {
      mutex.unlock();
    }
  }

  DeviceCounters counters() {
    mutex.lock();
    try {
      return new DeviceCounters(entries.size(), made, dropped, told, toldInVain, retries);
    } finally {
      mutex.unlock();
    }
  }
}
