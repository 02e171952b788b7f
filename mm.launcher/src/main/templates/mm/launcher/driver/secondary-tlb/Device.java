package %PACKAGE%;

import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DriverContext;

/**
 * Walks the page tables itself and keeps what it found in a TLB. A walk that a flush has overtaken
 * is not entered.
 */
final class %CLASS%Device extends Translator {
  private volatile long flushes; // written under the lock

  %CLASS%Device(DriverContext context) {
    super(context);
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

  @Override
  AccessOutcome attempt(long page, Access access) {
    return make(page, access, flushes);
  }

  @Override
  boolean isOld(long page, long seen) {
    return flushes != seen;
  }
}
