package %PACKAGE%;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * The device: counts open sections, and makes no translation where one is open (R1.4, R2.6). No
 * callback waits: the lock is a leaf that is held for a few lines.
 */
final class %CLASS%Device implements Device {
  private static final int ATTEMPTS = 4;

  private final DriverContext context;
  private final SpinLock lock;
  private final Translations translations = new Translations();
  private int open;
  private long from;
  private long to;
  private long sequence;
  private boolean gone;
  private long told;
  private long toldInVain;
  private long retries;

  %CLASS%Device(DriverContext context) {
    this.context = context;
    lock = context.spinLock("translations");
  }

  /** A section begins: nothing of the range is used from here on, and nothing made in it. */
  void begin(long start, long end) {
    lock.lock();
    try {
      from = open == 0 ? start : Math.min(from, start);
      to = open == 0 ? end : Math.max(to, end);
      open++;
      drop(start, end);
      // BLANK: tell the hardware, without waiting for it under a lock that it may not wait under.
    } finally {
      lock.unlock();
    }
  }

  /** It is over: what was looked up meanwhile may be old. */
  void end() {
    lock.lock();
    try {
      open--;
      sequence++;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void drop(long start, long end) {
    told++;
    if (!translations.drop(start, end)) {
      toldInVain++;
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; outcome == AccessOutcome.BUSY && i < ATTEMPTS; i++) {
      outcome = attempt(page, access);
    }
    return outcome;
  }

  /** Looks the page up without the lock, since that may wait for a section to end (R1.9). */
  private AccessOutcome attempt(long page, Access access) {
    long seen;
    lock.lock();
    try {
      if (gone || translations.allows(page, access)) {
        return gone ? AccessOutcome.DETACHED : AccessOutcome.HIT;
      }
      seen = sequence;
    } finally {
      lock.unlock();
    }
    Page found = context.pages().fault(page, access);
    return found.isPresent() ? enter(page, found, seen) : found.failure();
  }

  private AccessOutcome enter(long page, Page found, long seen) {
    lock.lock();
    try {
      if (gone) {
        return AccessOutcome.DETACHED;
      }
      if (sequence != seen || open > 0 && page >= from && page < to) {
        retries++;
        return AccessOutcome.BUSY;
      }
      translations.enter(page, found);
      // BLANK: program the hardware.
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    lock.lock();
    try {
      translations.show(range, visitor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(
          translations.held(),
          translations.made(),
          translations.dropped(),
          told,
          toldInVain,
          retries);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void quiesce() {
    lock.lock();
    try {
      gone = true;
      translations.drop(0, AddressRange.TOP);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach() {
    // BLANK: what else has to be let go of: pins, queues, the hardware itself.
  }
}
