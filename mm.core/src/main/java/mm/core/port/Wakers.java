package mm.core.port;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that woke a queue before, since nobody else tells who can. Guarded by the queue's
 * lock. Allocates when a thread comes for the first time, and keeps no thread alive.
 */
final class Wakers {
  /** Of more it can only be said that there are more. */
  private static final int MOST = 8;

  private static final String OTHERS = "others that woke it before";

  private final List<WeakReference<Thread>> known = new ArrayList<>(1);
  private boolean more;

  void woke(Thread thread) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).get() == thread) {
        return;
      }
    }
    if (known.size() < MOST) {
      known.add(new WeakReference<>(thread));
    } else {
      more = true;
    }
  }

  /**
   * Who can wake it, as far as one knows. A thread that ended stays: another like it may come, so
   * nobody may conclude from the others alone that the queue will never be woken.
   */
  List<String> names() {
    List<String> names = new ArrayList<>();
    boolean others = more;
    for (WeakReference<Thread> each : known) {
      Thread thread = each.get();
      if (thread == null || !thread.isAlive()) {
        others = true;
      } else {
        names.add(Waiting.nameOf(thread));
      }
    }
    if (others) {
      names.add(OTHERS);
    }
    return names;
  }
}
