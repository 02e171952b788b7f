package mm.core;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * How often the JVM saw a thread wait: for a hint of waits that bypass the ports. Costs about a
 * microsecond, so it is looked at in guarded sections that forbid waiting only.
 */
final class WaitHints {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private WaitHints() {}

  /** Waits of the calling thread so far, and beside them those through ports. */
  static long mark(ThreadSections thread) {
    return waits() << Integer.SIZE | Integer.toUnsignedLong(thread.portWaits());
  }

  /** Whether the calling thread has waited since a mark, and never through a port. */
  static boolean bypassedPorts(ThreadSections thread, long mark) {
    return (int) mark == thread.portWaits() && mark(thread) != mark;
  }

  /** Waits of the calling thread so far, for monitors and for others; 0 for a virtual thread. */
  private static long waits() {
    ThreadInfo info = THREADS.getThreadInfo(Thread.currentThread().getId());
    return info == null ? 0 : info.getBlockedCount() + info.getWaitedCount();
  }
}
