package mm.machine.memory;

/** What the OOM killer and its reaper have said about a memory; nothing is ever taken back. */
public final class OomMarks {
  private volatile boolean victim;
  private volatile boolean skip;
  private volatile boolean unstable;

  /** Used by the reaper alone. */
  private boolean queued;

  /** Chosen by the OOM killer (MMF_OOM_VICTIM). */
  public boolean isVictim() {
    return victim;
  }

  public void setVictim() {
    victim = true;
  }

  /** Nothing is left to reap, or it was given up (MMF_OOM_SKIP); final under the mmap lock. */
  public boolean isSkipped() {
    return skip;
  }

  public void setSkip() {
    skip = true;
  }

  /** Private pages may have been taken away, so none is made any more (MMF_UNSTABLE). */
  public boolean isUnstable() {
    return unstable;
  }

  public void setUnstable() {
    unstable = true;
  }

  /** Queues the memory for the reaper, once in its life; whether this was the time. */
  public boolean queue() {
    boolean first = !queued;
    queued = true;
    return first;
  }
}
