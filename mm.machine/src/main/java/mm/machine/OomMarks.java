package mm.machine;

/** What the OOM killer and its reaper have said about a memory; nothing is ever taken back. */
final class OomMarks {
  private volatile boolean victim;
  private volatile boolean skip;
  private volatile boolean unstable;

  /** Used by the reaper alone. */
  private boolean queued;

  /** Chosen by the OOM killer (MMF_OOM_VICTIM). */
  boolean isVictim() {
    return victim;
  }

  void setVictim() {
    victim = true;
  }

  /** Nothing is left to reap, or it was given up (MMF_OOM_SKIP); final under the mmap lock. */
  boolean isSkipped() {
    return skip;
  }

  void setSkip() {
    skip = true;
  }

  /** Private pages may have been taken away, so none is made any more (MMF_UNSTABLE). */
  boolean isUnstable() {
    return unstable;
  }

  void setUnstable() {
    unstable = true;
  }

  /** Queues the memory for the reaper, once in its life; whether this was the time. */
  boolean queue() {
    boolean first = !queued;
    queued = true;
    return first;
  }
}
