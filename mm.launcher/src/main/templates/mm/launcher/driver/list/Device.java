package %PACKAGE%;

import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DriverContext;

/** Counts open sections, and makes no translation where one is open (R1.4, R2.6). */
final class %CLASS%Device extends Translator {
  private int open;
  private long from;
  private long to;
  private volatile long sequence; // written under the lock

  %CLASS%Device(DriverContext context) {
    super(context);
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

  @Override
  AccessOutcome attempt(long page, Access access) {
    return make(page, access, sequence);
  }

  @Override
  boolean isOld(long page, long seen) {
    return sequence != seen || open > 0 && page >= from && page < to;
  }
}
