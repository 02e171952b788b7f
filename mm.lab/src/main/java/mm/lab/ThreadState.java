package mm.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import mm.api.ContractException;
import mm.api.Rule;

/** The open sections of one thread, innermost first, and what it is in the middle of. */
final class ThreadState {
  final Deque<LabSection> open = new ArrayDeque<>();
  String callbackOf;
  private boolean freeing;

  /** Frees a shared notifier. */
  void freeing(Runnable free) {
    boolean before = freeing;
    freeing = true;
    try {
      free.run();
    } finally {
      freeing = before;
    }
  }

  /** Whoever would be waited for cannot wait. */
  void refuseToAwaitFrees() {
    refuseInCallback(Rule.R2_8, "awaitFrees");
    if (freeing) {
      throw new ContractException(Rule.R2_8, "awaitFrees from inside a free");
    }
    for (LabSection section : open) {
      if (section.isAnnounced()) {
        throw new ContractException(Rule.R2_8, "awaitFrees inside one's own section " + section);
      }
    }
  }

  void refuseInCallback(Rule rule, String what) {
    if (callbackOf != null) {
      throw new ContractException(rule, what + " from inside a callback of " + callbackOf);
    }
  }

  void refuseInside(LabSpace space, String what) {
    refuseInCallback(Rule.R2_8, what);
    for (LabSection section : open) {
      if (section.in(space)) {
        throw new ContractException(
            Rule.R2_8, what + " in " + space.name() + " inside one's own section " + section);
      }
    }
  }

  boolean isTop(LabSpace space, long stamp) {
    LabSection section = open.peek();
    return section != null && section.stamp == stamp && section.in(space);
  }

  LabSection top(LabSpace space, long stamp) {
    if (!isTop(space, stamp)) {
      throw new ContractException(
          Rule.R2_10,
          "end of a section that is not the innermost one of thread "
              + Thread.currentThread().getName()
              + " in "
              + space.name());
    }
    return open.peek();
  }
}
