package drivers.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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

/** The device's page table and its mutex. Methods named {@code Locked} need it held. */
final class Mirror {
  private final Mutex mutex;
  private final MigrationOwner owner;

  // Protected by the mutex.
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
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
  AccessOutcome touch(long page, Access access) {
    mutex.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      Entry entry = entries.get(page);
      boolean hit = entry != null && entry.rights.allows(access);
      return hit ? AccessOutcome.HIT : AccessOutcome.REFUSED;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * The last step of a fault: enters the page, unless an invalidation collided (R3.3).
   *
   * @return MADE, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome enter(IntervalSubscription read, long sequence, long page, Page seen) {
    mutex.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (collidedLocked(read, sequence)) {
        return AccessOutcome.BUSY;
      }
      Entry old = entries.put(page, new Entry(page, seen.frame(), seen.rights()));
      dropped += old == null ? 0 : 1;
      made++;
      return AccessOutcome.MADE;
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

  /** One entry. */
  record Entry(long address, long frame, Access rights) {}
}
