package drivers.nouveau;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DeviceCounters;
import mm.spi.Mutex;
import mm.spi.Page;
import mm.spi.Transfer;

/**
 * A process's memory as the GPU has it: the GPU's page table and the mutex under which it is
 * programmed. Callbacks and faults meet here; each method is one visit under the mutex, {@link
 * #passed()} apart.
 */
final class Svmm {
  private final Mutex mutex;

  /** Addresses that the GPU uses for itself; what the process has there is not mirrored. */
  private final AddressRange unmanaged;

  /** Not under the mutex, which a declined invalidation does not take. */
  private final AtomicLong told = new AtomicLong();

  // Protected by the mutex.
  private final GpuPageTable table = new GpuPageTable();
  private boolean frozen;
  private long made;
  private long dropped;
  private long toldInVain;
  private long retries;

  Svmm(Mutex mutex, AddressRange unmanaged) {
    this.mutex = mutex;
    this.unmanaged = unmanaged;
  }

  /** Tells whether an address of the process can be mirrored at all. */
  boolean manages(long address) {
    return AddressRange.WHOLE.contains(address) && !unmanaged.contains(address);
  }

  /** Counts an invalidation that is declined or ignored. */
  void passed() {
    told.incrementAndGet();
  }

  /** Takes a range off the GPU, except for what it uses for itself. May wait. */
  void invalidate(long start, long end) {
    told.incrementAndGet();
    mutex.lock();
    try {
      int gone = clear(start, Math.min(end, unmanaged.start()));
      gone += clear(Math.max(start, unmanaged.end()), end);
      toldInVain += gone == 0 ? 1 : 0;
    } finally {
      mutex.unlock();
    }
  }

  private int clear(long start, long end) {
    int gone = start < end ? table.clear(start, end) : 0;
    dropped += gone;
    return gone;
  }

  /** Makes a fault under way start over; waits while another is being programmed, if it may. */
  Answer serialise(IntervalSubscription fault, Blocking blocking, long sequence) {
    if (blocking == Blocking.ALLOWED) {
      mutex.lock();
    } else if (!mutex.tryLock()) {
      return Answer.WOULD_BLOCK;
    }
    try {
      fault.setSequence(sequence);
    } finally {
      mutex.unlock();
    }
    return Answer.DONE;
  }

  /** Drops everything and lets nothing in any more. */
  void freeze() {
    mutex.lock();
    try {
      frozen = true;
      clear(AddressRange.WHOLE.start(), AddressRange.WHOLE.end());
    } finally {
      mutex.unlock();
    }
  }

  boolean frozen() {
    mutex.lock();
    try {
      return frozen;
    } finally {
      mutex.unlock();
    }
  }

  /** Uses the entry of a page, if it is there and its rights are enough. */
  boolean touch(long page, Access access, Transfer transfer) {
    mutex.lock();
    try {
      boolean hit = table.allows(page, access);
      if (hit) {
        transfer.use(table.frame(page));
      }
      return hit;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * The last step of a fault: programs the GPU, unless an invalidation collided (R3.3).
   *
   * @param fault the fault's own subscription
   * @param sequence what its readBegin gave before the page was looked up
   * @return MADE, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome program(
      IntervalSubscription fault, long sequence, long page, Page target, Transfer transfer) {
    mutex.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (fault.readRetry(sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      dropped += table.set(page, target);
      made++;
      transfer.use(target.frame());
      return AccessOutcome.MADE;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * A copy, because whoever looks at it must not do so under the mutex.
   *
   * @return the entries of a range as they were at one moment
   */
  List<Entry> copy(AddressRange range) {
    List<Entry> entries = new ArrayList<>();
    mutex.lock();
    try {
      table.forEach(
          range.start(),
          range.end(),
          (page, frame, rights) -> entries.add(new Entry(page, frame, rights)));
    } finally {
      mutex.unlock();
    }
    return entries;
  }

  DeviceCounters counters() {
    mutex.lock();
    try {
      return new DeviceCounters(table.size(), made, dropped, told.get(), toldInVain, retries);
    } finally {
      mutex.unlock();
    }
  }

  /** One entry, as copied. */
  record Entry(long address, long frame, Access rights) {}
}
