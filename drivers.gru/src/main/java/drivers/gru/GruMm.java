package drivers.gru;

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
 * What callbacks and faults of one space share: the chiplets, the number of active invalidations,
 * statistics. Each method is one visit under the lock, {@link #servesFaults()} apart.
 *
 * <p>The context is loaded on one of two chiplets. Every {@link #TIME_SLICE} accesses somebody else
 * steals its place, and it moves to the other one.
 */
final class GruMm {
  /** Instead of a number of purges: the device is quiesced or its space released. */
  static final long FROZEN = -1;

  /** Instead of a number of purges: no context is open. */
  static final long NO_CONTEXT = -2;

  /** Accesses after which the context is moved. */
  static final int TIME_SLICE = 4096;

  private final SpinLock lock;

  /** Written under the lock, read by waiting faults without it. */
  private volatile int active;

  /** Written under the lock, read by waiting faults without it. */
  private volatile boolean frozen;

  // Protected by the lock.
  private final GruChiplet[] chiplets;
  private boolean suspended;
  private int current;
  private int uses;
  private long purges;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  GruMm(SpinLock lock) {
    this(lock, GruChiplet.ASIDS);
  }

  GruMm(SpinLock lock, int asids) {
    this.lock = lock;
    chiplets = new GruChiplet[] {new GruChiplet(asids), new GruChiplet(asids)};
  }

  /** Counts an invalidation in, cancels the faults under way and purges the TLBs. */
  void invalidationStarts(long start, long end) {
    long from = start >>> AddressRange.PAGE_SHIFT;
    long to = end >>> AddressRange.PAGE_SHIFT;
    lock.lock();
    try {
      active = active + 1;
      purges++;
      told++;
      toldInVain += held(from, to) == 0 ? 1 : 0;
      for (GruChiplet each : chiplets) {
        dropped += each.invalidate(from, to);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts an invalidation out.
   *
   * @throws IllegalStateException when none is active; nothing has changed then
   */
  void invalidationEnds() {
    lock.lock();
    try {
      if (active == 0) {
        throw new IllegalStateException("R4.1: gru was told of an end without a start");
      }
      active = active - 1;
    } finally {
      lock.unlock();
    }
  }

  /** Drops everything and lets nothing in any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
      for (GruChiplet each : chiplets) {
        dropped += each.forget();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything until {@link #serve()}, and cancels the faults under way. */
  void suspend() {
    lock.lock();
    try {
      suspended = true;
      purges++;
      for (GruChiplet each : chiplets) {
        dropped += each.forget();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets entries in again. */
  void serve() {
    lock.lock();
    try {
      suspended = false;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a fault need not sleep: nothing is active, or nothing ever will be served. */
  boolean servesFaults() {
    return active == 0 || frozen;
  }

  /** Uses an entry, if it is there and its rights are enough. */
  boolean touch(long address, Access access, Transfer transfer) {
    long page = address >>> AddressRange.PAGE_SHIFT;
    lock.lock();
    try {
      if (frozen || suspended || !schedule().allows(page, access)) {
        return false;
      }
      transfer.use(chiplets[current].frame(page));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private GruChiplet schedule() {
    if (++uses % TIME_SLICE == 0) {
      move();
    }
    chiplets[current].load();
    return chiplets[current];
  }

  private void move() {
    chiplets[current].unload();
    current = (current + 1) % chiplets.length;
  }

  /** Takes the context's place away, as if another process needed it. */
  void steal() {
    lock.lock();
    try {
      move();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first step of a fault.
   *
   * @return what to give to {@link #dropIn}, or {@link #FROZEN} or {@link #NO_CONTEXT}
   */
  long purges() {
    lock.lock();
    try {
      if (suspended && !frozen) {
        return NO_CONTEXT;
      }
      return frozen ? FROZEN : purges;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last step of a fault: writes the entry, unless an invalidation is active or the fault was
   * cancelled by one that is over.
   *
   * @param noted what {@link #purges()} gave before the page was looked up
   * @return MADE, DETACHED, or BUSY when an invalidation collided
   */
  AccessOutcome dropIn(long address, Page page, long noted, Transfer transfer) {
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (active != 0 || purges != noted) {
        retries++;
        return AccessOutcome.BUSY;
      }
      chiplets[current].load();
      dropped += chiplets[current].dropIn(address >>> AddressRange.PAGE_SHIFT, page);
      made++;
      transfer.use(page.frame());
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
  List<TlbEntry> copy(AddressRange range) {
    long from = range.start() >>> AddressRange.PAGE_SHIFT;
    long to = range.end() >>> AddressRange.PAGE_SHIFT;
    List<TlbEntry> entries = new ArrayList<>();
    lock.lock();
    try {
      for (GruChiplet each : chiplets) {
        each.forEach(
            from,
            to,
            (page, frame, rights) ->
                entries.add(new TlbEntry(page << AddressRange.PAGE_SHIFT, frame, rights)));
      }
    } finally {
      lock.unlock();
    }
    return entries;
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(held(0, Long.MAX_VALUE), made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }

  private long held(long from, long to) {
    long held = 0;
    for (GruChiplet each : chiplets) {
      held += each.held(from, to);
    }
    return held;
  }

  /** One entry, as copied. */
  record TlbEntry(long address, long frame, Access rights) {}
}
