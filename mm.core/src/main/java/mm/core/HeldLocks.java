package mm.core;

import java.util.ArrayList;
import java.util.List;
import mm.core.port.WaitGuard.LockKind;

/** The ports' locks that a thread holds; used by that thread alone. */
final class HeldLocks {
  private final List<String> names = new ArrayList<>(2);
  private int spinLocks;

  void locked(String lock, LockKind kind) {
    names.add(lock);
    spinLocks += kind == LockKind.SPIN ? 1 : 0;
  }

  void unlocked(String lock, LockKind kind) {
    names.remove(names.lastIndexOf(lock));
    spinLocks -= kind == LockKind.SPIN ? 1 : 0;
  }

  /** In the order in which they were taken. */
  List<String> names() {
    return names;
  }

  int spinLocks() {
    return spinLocks;
  }
}
