package mm.stress.model;

/** A section's slot and the list of subscribers, which here is one subscriber or none. */
public final class GraceModel {
  /** What may be wrong. */
  public enum Flaw {
    /** Nothing. */
    NONE,
    /** The section reads the list before it shows itself. */
    SECTION_READS_BEFORE_IT_SHOWS,
    /** Close looks for sections before it has taken the subscriber off the list. */
    CLOSE_LOOKS_BEFORE_IT_UNLISTS,
    /** Close does not look for sections. */
    CLOSE_DOES_NOT_WAIT
  }

  private final Flaw flaw;
  private volatile boolean listed = true;
  private volatile boolean open;
  private boolean freed; // plain: close's return has to order it

  /** Makes a model with a subscriber. */
  public GraceModel(Flaw flaw) {
    this.flaw = flaw;
  }

  /** A section with its start and end callbacks. */
  public void section() {
    boolean tell;
    if (flaw == Flaw.SECTION_READS_BEFORE_IT_SHOWS) {
      tell = listed;
      open = true;
    } else {
      open = true;
      tell = listed;
    }
    if (tell) {
      call();
      call();
    }
    open = false;
  }

  private void call() {
    if (freed) {
      throw new IllegalStateException("called after close");
    }
  }

  /** Closes the subscription and frees what its callbacks use. */
  public void close() {
    if (flaw == Flaw.CLOSE_LOOKS_BEFORE_IT_UNLISTS) {
      awaitSection();
      listed = false;
    } else {
      listed = false;
      if (flaw != Flaw.CLOSE_DOES_NOT_WAIT) {
        awaitSection();
      }
    }
    freed = true;
  }

  private void awaitSection() {
    while (open) {
      Thread.onSpinWait();
    }
  }
}
