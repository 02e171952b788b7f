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
 * The device: walks the page tables itself and keeps what it found in a TLB. A walk that a flush
 * has overtaken is not entered. No callback waits.
 */
final class %CLASS%Device implements Device {
  private static final int ATTEMPTS = 4;

  private final DriverContext context;
  private final SpinLock lock;
  private final Translations translations = new Translations();
  private long flushes;
  private boolean gone;
  private long told;
  private long toldInVain;
  private long retries;

  %CLASS%Device(DriverContext context) {
    this.context = context;
    lock = context.spinLock("translations");
  }

  /** Entries of the range are no longer used when this returns. */
  void flush(long start, long end) {
    lock.lock();
    try {
      flushes++;
      drop(start, end);
      // BLANK: flush the hardware, and wait for it without sleeping.
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
      outcome = walk(page, access);
    }
    return outcome;
  }

  private AccessOutcome walk(long page, Access access) {
    long seen;
    lock.lock();
    try {
      if (gone || translations.allows(page, access)) {
        return gone ? AccessOutcome.DETACHED : AccessOutcome.HIT;
      }
      seen = flushes;
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
      if (flushes != seen) {
        retries++;
        return AccessOutcome.BUSY;
      }
      translations.enter(page, found);
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
