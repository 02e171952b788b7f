package mm.stress.model;

import java.util.concurrent.atomic.AtomicBoolean;

/** Release exactly once, by whoever comes first: the owner's close or the exit of the space. */
public final class ReleaseModel {
  /** What may be wrong. */
  public enum Flaw {
    /** Nothing. */
    NONE,
    /** Looks whether it is the first, and says so afterwards: both can be. */
    DOUBLE_RELEASE,
    /** Who comes second goes on while the first is still releasing: pages are freed in use. */
    LOSER_DOES_NOT_WAIT
  }

  private final Flaw flaw;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile boolean done;
  private int releases; // plain: whoever returns has to see it

  /** Makes a live model. */
  public ReleaseModel(Flaw flaw) {
    this.flaw = flaw;
  }

  /** Returns after the one release. */
  public void release() {
    if (claim()) {
      releases++;
      done = true;
    } else if (flaw != Flaw.LOSER_DOES_NOT_WAIT) {
      while (!done) {
        Thread.onSpinWait();
      }
    }
  }

  private boolean claim() {
    if (flaw != Flaw.DOUBLE_RELEASE) {
      return claimed.compareAndSet(false, true);
    }
    boolean first = !claimed.get();
    claimed.set(true);
    return first;
  }

  /** How often it was released. */
  public int releases() {
    return releases;
  }
}
