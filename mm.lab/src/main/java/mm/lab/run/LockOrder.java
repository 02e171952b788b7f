package mm.lab.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import mm.api.Rule;

/**
 * The reference for R1.9: which lock was taken while what was held. A circle is a deadlock that may
 * not have happened yet. Running callbacks count as one lock more: what is taken in a callback
 * comes after it, what is held over what may wait for an invalidation before it.
 */
final class LockOrder {
  private static final String INVALIDATION = "an invalidation";

  private final World world;
  private final Map<String, Set<String>> after = new HashMap<>();
  private final Map<String, Deque<String>> held = new HashMap<>();

  LockOrder(World world) {
    this.world = world;
  }

  private Deque<String> own() {
    return held.computeIfAbsent(world.course.actor(), key -> new ArrayDeque<>());
  }

  void taken(String lock) {
    if (world.inCallbackOf() != null) {
      ordered(INVALIDATION, lock);
    }
    own().forEach(outer -> ordered(outer, lock));
    own().push(lock);
  }

  void given(String lock) {
    own().remove(lock);
  }

  /** The thread is about to do what may wait until invalidations are over. */
  void mayWaitForInvalidations() {
    own().forEach(outer -> ordered(outer, INVALIDATION));
  }

  private void ordered(String outer, String inner) {
    boolean fresh = after.computeIfAbsent(outer, key -> new HashSet<>()).add(inner);
    if (fresh && !outer.equals(inner) && leadsTo(inner, outer)) {
      Rig rig = world.inCallbackOf();
      world.guards.report(
          Rule.R1_9,
          rig == null ? world.course.actor() : rig.name(),
          "would deadlock: " + outer + " is held over " + inner + ", and the other way round");
    }
  }

  private boolean leadsTo(String from, String to) {
    Set<String> seen = new LinkedHashSet<>(Set.of(from));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (String next : after.getOrDefault(open.remove(), Set.of())) {
        if (next.equals(to)) {
          return true;
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }
}
