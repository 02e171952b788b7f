package mm.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The order in which drivers take locks: who was taken, or waited for, while what was held. A cycle
 * is a deadlock that has not happened yet.
 *
 * <p>Locks of one name count as one, in all spaces, so the order seen in one binds all. The
 * pseudo-lock {@link #INVALIDATION} stands for running callbacks: a lock taken in a callback comes
 * after it, a lock held while waiting for invalidations before it.
 */
final class LockOrder {
  static final String INVALIDATION = "an invalidation";

  private final Map<String, Set<String>> after = new ConcurrentHashMap<>();

  /**
   * Records that {@code inner} was taken or waited for while {@code outer} was held.
   *
   * @return the cycle that this closes, outer first, or an empty text
   */
  String record(String outer, String inner) {
    Set<String> known = after.computeIfAbsent(outer, lock -> ConcurrentHashMap.newKeySet());
    return known.add(inner) ? cycle(outer, inner) : "";
  }

  private String cycle(String outer, String inner) {
    Map<String, String> from = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    from.put(inner, outer);
    open.add(inner);
    while (!open.isEmpty()) {
      String lock = open.remove();
      for (String next : after.getOrDefault(lock, Set.of())) {
        if (next.equals(outer)) {
          return text(outer, lock, from);
        }
        if (from.putIfAbsent(next, lock) == null) {
          open.add(next);
        }
      }
    }
    return "";
  }

  /** outer, inner, ..., last, outer. */
  private static String text(String outer, String last, Map<String, String> from) {
    String path = outer;
    for (String lock = last; !lock.equals(outer); lock = from.get(lock)) {
      path = lock + " -> " + path;
    }
    return outer + " -> " + path;
  }
}
