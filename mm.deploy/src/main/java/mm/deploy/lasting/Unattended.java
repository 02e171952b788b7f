package mm.deploy.lasting;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mm.api.ContractException;
import mm.api.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sections that are begun while a space has no engine: nobody is told, but they are counted.
 */
final class Unattended {
  /** Stamp of all of them. Those of an engine have the sign bit, see {@link LastingSpace}. */
  static final long STAMP = 1;

  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");
  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicInteger open = new AtomicInteger();
  private final ThreadLocal<Integer> own = new ThreadLocal<>(); // null for none

  /** An atomic update, hence a full fence before the caller's next read. */
  void begin() {
    own.set(own() + 1);
    open.incrementAndGet();
  }

  private int own() {
    Integer count = own.get();
    return count == null ? 0 : count;
  }

  void end(String space) {
    int left = own() - 1;
    if (left < 0) {
      throw new ContractException(Rule.R2_10, "end of a section that is not open in " + space);
    }
    if (left == 0) {
      own.remove();
    } else {
      own.set(left);
    }
    open.decrementAndGet();
  }

  void refuseInside(String what) {
    if (own() > 0) {
      throw inside(what);
    }
  }

  static ContractException inside(String what) {
    return new ContractException(Rule.R2_8, what + " inside one's own section");
  }

  /** Waits until none is open; whoever waits has seen to it that none is begun any more. */
  void awaitNone(String space) {
    await(() -> open.get() == 0, space);
  }

  /** Waits for the sections of a space, and says so when that takes long; keeps an interrupt. */
  static void await(BooleanSupplier ended, String space) {
    long began = System.nanoTime();
    boolean interrupted = false;
    boolean said = false;
    try {
      while (!ended.getAsBoolean()) {
        LockSupport.parkNanos(PARK_NANOS);
        interrupted |= Thread.interrupted();
        if (!said && System.nanoTime() - began > LONG_NANOS) {
          said = true;
          LOG.warn("{} gets no drivers before a section ends that was begun long ago", space);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
