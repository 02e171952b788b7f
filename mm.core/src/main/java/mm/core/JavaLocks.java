package mm.core;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.Wait;
import mm.core.port.Waiting;

/**
 * What the JVM knows of threads that wait outside of ports: for monitors, and for locks of the JDK
 * that have one owner, such as a caller's own lock around its memory map. Two looks that find a
 * thread at the same lock, without having waited anew, prove that it stood there all the time in
 * between.
 */
final class JavaLocks {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, ThreadInfo> seen = new HashMap<>();

  /** The first look, at all threads: which one a waiter waits for is not known yet. */
  JavaLocks() {
    for (ThreadInfo each : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (each != null && each.getLockOwnerId() != -1) {
        seen.put(each.getThreadId(), each);
      }
    }
  }

  /** The second look: those that still stand where they stood, without the threads named. */
  List<Wait> still(Collection<String> others) {
    Set<String> known = Set.copyOf(others);
    return seen.values().stream()
        .filter(each -> !known.contains(nameOf(each)))
        .filter(JavaLocks::stillThere)
        .map(JavaLocks::describe)
        .toList();
  }

  private static String nameOf(ThreadInfo info) {
    return Waiting.nameOf(info.getThreadName(), info.getThreadId());
  }

  private static boolean stillThere(ThreadInfo before) {
    ThreadInfo now = THREADS.getThreadInfo(before.getThreadId());
    return now != null
        && now.getLockOwnerId() == before.getLockOwnerId()
        && now.getBlockedCount() == before.getBlockedCount()
        && now.getWaitedCount() == before.getWaitedCount();
  }

  private static Wait describe(ThreadInfo info) {
    return new Wait(
        nameOf(info),
        Wait.UNKNOWN,
        Wait.UNKNOWN,
        Wait.UNKNOWN,
        "Java lock "
            + Optional.ofNullable(info.getLockInfo()).map(LockInfo::toString).orElse("unknown"),
        Wait.Needs.ALL,
        List.of(Waiting.nameOf(info.getLockOwnerName(), info.getLockOwnerId())),
        0);
  }
}
