package mm.core;

import mm.spi.Answer;

/** Tells the list subscribers of a section. */
final class ListDispatch {
  private final Callbacks callbacks;

  ListDispatch(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  /** Calls every start, also after one declined (R2.3); the answer is whether none did. */
  boolean start(ThreadSections thread, Section section) {
    boolean accepted = true;
    for (ListSubscription each : section.list.starters) {
      accepted &= callbacks.start(thread, each, section) == Answer.DONE;
    }
    return accepted;
  }

  /** Calls every end; who has one cannot have declined (R1.3), so each was started (R4.1). */
  void end(ThreadSections thread, Section section) {
    for (ListSubscription each : section.list.enders) {
      callbacks.end(thread, each, section);
    }
  }
}
