package drivers.hfi1;

import java.util.List;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.Transfer;
import mm.spi.Worker;

/**
 * The pages that stay pinned between two transfers of the send engines (SDMA), because a program
 * that sends from a buffer once will do so again.
 *
 * <p>An invalidation never waits and never declines. Pages of the range leave the cache at once and
 * are put on a list; a worker unpins them later. That may be later than the change: as the pages
 * are pinned, nobody else gets them before.
 *
 * <p>Each method is one visit under the lock; what it finds to do for the worker is submitted
 * afterwards.
 */
final class SdmaCache {
  /** Pages; for more, those that were not used for longest go. */
  static final int CAPACITY = 512;

  private final SpinLock lock;
  private final PageSource pages;
  private final Worker worker;
  private final Runnable work = this::work;

  // Protected by the lock.
  private final PinnedPages<SendBuffer> buffers = new PinnedPages<>();
  private SendBuffer inFlight;
  private SendBuffer unused;
  private boolean rung;
  private boolean frozen;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  SdmaCache(DriverContext context) {
    lock = context.spinLock("sdma");
    pages = context.pages();
    worker = context.worker("sdma");
  }

  /** What listens while a page is being pinned for {@link #enter}. */
  Cover cover() {
    return new Cover(lock);
  }

  /** Lets the pages of a range leave the cache. */
  void invalidate(long start, long end) {
    boolean ring;
    lock.lock();
    try {
      told++;
      toldInVain += retireAll(buffers.take(start, end)) == 0 ? 1 : 0;
      ring = mustRing();
    } finally {
      lock.unlock();
    }
    ringIf(ring);
  }

  /** Lets every page leave the cache and none in any more. */
  void freeze() {
    boolean ring;
    lock.lock();
    try {
      frozen = true;
      retireAll(buffers.take(AddressRange.WHOLE.start(), AddressRange.WHOLE.end()));
      ring = mustRing();
    } finally {
      lock.unlock();
    }
    ringIf(ring);
  }

  private int retireAll(SendBuffer first) {
    int count = 0;
    for (SendBuffer buffer = first; buffer != null; count++) {
      SendBuffer after = buffer.next;
      retire(buffer);
      buffer = after;
    }
    dropped += count;
    return count;
  }

  /** A page that a transfer uses goes when the transfer is over. */
  private void retire(SendBuffer buffer) {
    buffer.retired = true;
    if (!buffer.inFlight) {
      buffer.next = unused;
      unused = buffer;
    }
  }

  private boolean mustRing() {
    boolean ring = !rung && (unused != null || inFlight != null);
    rung |= ring;
    return ring;
  }

  private void ringIf(boolean ring) {
    if (ring) {
      worker.submit(work);
    }
  }

  /** Sends from a page, if it is in the cache. */
  boolean send(long address, Transfer transfer) {
    boolean ring;
    lock.lock();
    try {
      SendBuffer buffer = buffers.find(address);
      if (buffer == null) {
        return false;
      }
      buffers.use(buffer);
      transfer(buffer, transfer);
      ring = mustRing();
    } finally {
      lock.unlock();
    }
    ringIf(ring);
    return true;
  }

  private void transfer(SendBuffer buffer, Transfer transfer) {
    transfer.use(buffer.frame);
    if (!buffer.inFlight) {
      buffer.inFlight = true;
      buffer.nextInFlight = inFlight;
      inFlight = buffer;
    }
  }

  /**
   * Enters a pinned page and sends from it, unless an invalidation collided (R3.3).
   *
   * @param cover the subscription that covers the page
   * @param sequence what its readBegin gave before the page was pinned
   * @return MADE, HIT when another thread was faster, DETACHED, or BUSY when an invalidation
   *     collided; with all but MADE the pin remains the caller's
   */
  AccessOutcome enter(
      IntervalSubscription cover, long sequence, SendBuffer pinned, Transfer transfer) {
    boolean ring;
    AccessOutcome outcome;
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      if (cover.readRetry(sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      outcome = enter(pinned, transfer);
      ring = mustRing();
    } finally {
      lock.unlock();
    }
    ringIf(ring);
    return outcome;
  }

  private AccessOutcome enter(SendBuffer pinned, Transfer transfer) {
    SendBuffer held = buffers.find(pinned.address);
    if (held != null) {
      transfer(held, transfer);
      return AccessOutcome.HIT;
    }
    if (buffers.size() == CAPACITY) {
      evict(buffers.oldest());
    }
    buffers.add(pinned);
    transfer(pinned, transfer);
    made++;
    return AccessOutcome.MADE;
  }

  private void evict(SendBuffer buffer) {
    buffers.remove(buffer);
    retire(buffer);
    dropped++;
  }

  /** What the engine and the worker do later: end the transfers, then unpin what nobody uses. */
  private void work() {
    SendBuffer gone;
    lock.lock();
    try {
      rung = false;
      endTransfers();
      gone = unused;
      unused = null;
    } finally {
      lock.unlock();
    }
    for (SendBuffer buffer = gone; buffer != null; buffer = buffer.next) {
      pages.unpin(buffer.frame);
    }
  }

  private void endTransfers() {
    SendBuffer buffer = inFlight;
    inFlight = null;
    while (buffer != null) {
      SendBuffer after = buffer.nextInFlight;
      buffer.nextInFlight = null;
      buffer.inFlight = false;
      if (buffer.retired) {
        retire(buffer);
      }
      buffer = after;
    }
  }

  /** Waits until everything is unpinned that has left the cache. */
  void flush() {
    worker.flush();
  }

  boolean frozen() {
    lock.lock();
    try {
      return frozen;
    } finally {
      lock.unlock();
    }
  }

  /** Adds the pages of a range to a copy, with the right that sending needs. */
  void copy(AddressRange range, List<Translation> copy) {
    lock.lock();
    try {
      buffers.forEach(
          range.start(),
          range.end(),
          each -> copy.add(new Translation(each.address, each.frame, Access.READ)));
    } finally {
      lock.unlock();
    }
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(buffers.size(), made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }
}
