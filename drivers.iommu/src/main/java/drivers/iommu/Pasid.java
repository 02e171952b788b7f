package drivers.iommu;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.Transfer;

/**
 * One address space as the IOMMU knows it: an entry of the PASID table, and what the devices that
 * use the PASID remember of its page tables. Each method is one visit under the lock, {@link
 * #drained()} apart.
 *
 * <p><b>Life.</b> Allocated invalid, so that nothing can be walked before the notifier listens;
 * then made valid; then cleared, for good, when the space dies or the driver leaves it. A clear
 * that comes before the PASID was made valid wins.
 *
 * <p><b>Walks and flushes.</b> A flush comes right after page table entries were cleared, and must
 * be the last of their old values: a walk that read one before must not enter it afterwards. So a
 * walk notes the number of flushes, and what it found is entered only if that is still the number.
 * The hardware has the same order by itself: a flush completes after the walks under way.
 */
final class Pasid {
  /** Instead of a number of flushes: there is nothing to walk. */
  static final long INVALID = -1;

  /** Accesses after which the space's work moves on to the next device. */
  static final int TIME_SLICE = 1024;

  /** Page requests that may wait for their responses. */
  static final int OUTSTANDING = 32;

  private enum State {
    ALLOCATED,
    VALID,
    CLEARED
  }

  private final SpinLock lock;
  private final FlushCommand command;

  /** Written under the lock, read without it by who drains the requests. */
  private volatile int outstanding;

  // Protected by the lock.
  private final Iotlb[] devices;
  private State state = State.ALLOCATED;
  private int current;
  private int uses;
  private long flushes;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  Pasid(SpinLock lock, FlushCommand command, int devices) {
    this.lock = lock;
    this.command = command;
    this.devices = new Iotlb[devices];
    for (int i = 0; i < devices; i++) {
      this.devices[i] = new Iotlb();
    }
  }

  /** Installs the tables: the devices may walk from now on, unless all is over already. */
  void makeValid() {
    lock.lock();
    try {
      state = state == State.ALLOCATED ? State.VALID : state;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the tables away and flushes everything, for good. */
  void clear() {
    lock.lock();
    try {
      state = State.CLEARED;
      flushes++;
      for (Iotlb each : devices) {
        dropped += each.dropAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Flushes at least a range, on every device. */
  void flush(long start, long end) {
    lock.lock();
    try {
      flushes++;
      told++;
      toldInVain += holdsAny(start, end) ? 0 : 1;
      for (Iotlb each : devices) {
        dropped += command.run(each, start, end);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean holdsAny(long start, long end) {
    boolean any = false;
    for (Iotlb each : devices) {
      any |= each.holdsAny(start >>> AddressRange.PAGE_SHIFT, end >>> AddressRange.PAGE_SHIFT);
    }
    return any;
  }

  boolean valid() {
    lock.lock();
    try {
      return state == State.VALID;
    } finally {
      lock.unlock();
    }
  }

  /** Uses an entry of the device at work, if it is there and its rights are enough. */
  boolean touch(long address, Access access, Transfer transfer) {
    long page = address >>> AddressRange.PAGE_SHIFT;
    lock.lock();
    try {
      if (++uses % TIME_SLICE == 0) {
        current = (current + 1) % devices.length;
      }
      boolean hit = devices[current].allows(page, access);
      if (hit) {
        transfer.use(devices[current].frame(page));
      }
      return hit;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next device work for the space. */
  void nextDevice() {
    lock.lock();
    try {
      current = (current + 1) % devices.length;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first step of a walk.
   *
   * @return what to give to {@link #fill}, or {@link #INVALID}
   */
  long flushes() {
    lock.lock();
    try {
      return state == State.VALID ? flushes : INVALID;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last step of a walk: remembers what it found, unless there was a flush meanwhile.
   *
   * @param noted what {@link #flushes()} gave before the tables were looked at
   * @return MADE, DETACHED, or BUSY when a flush collided
   */
  AccessOutcome fill(long address, Page walked, long noted, Transfer transfer) {
    lock.lock();
    try {
      if (state != State.VALID) {
        return AccessOutcome.DETACHED;
      }
      if (flushes != noted) {
        retries++;
        return AccessOutcome.BUSY;
      }
      dropped += devices[current].fill(address >>> AddressRange.PAGE_SHIFT, walked);
      made++;
      transfer.use(walked.frame());
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a page request in; false when there are too many, or nothing to ask for any more. */
  boolean requestBegins() {
    lock.lock();
    try {
      if (state != State.VALID || outstanding == OUTSTANDING) {
        return false;
      }
      outstanding = outstanding + 1;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a page request out. */
  void requestEnds() {
    lock.lock();
    try {
      outstanding = outstanding - 1;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether every page request has had its response. */
  boolean drained() {
    return outstanding == 0;
  }

  /**
   * A copy, because whoever looks at it must not do so under the lock.
   *
   * @return the entries of a range as they were at one moment, those of all devices
   */
  List<Entry> copy(AddressRange range) {
    List<Entry> entries = new ArrayList<>();
    lock.lock();
    try {
      for (Iotlb each : devices) {
        each.forEach(
            range.start() >>> AddressRange.PAGE_SHIFT,
            range.end() >>> AddressRange.PAGE_SHIFT,
            (page, frame, rights) ->
                entries.add(new Entry(page << AddressRange.PAGE_SHIFT, frame, rights)));
      }
    } finally {
      lock.unlock();
    }
    return entries;
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      int held = 0;
      for (Iotlb each : devices) {
        held += each.size();
      }
      return new DeviceCounters(held, made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }

  /** One entry, as copied. */
  record Entry(long address, long frame, Access rights) {}
}
