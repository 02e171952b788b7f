package mm.core;

import mm.api.CoreOptions.Guards;
import mm.spi.Answer;
import mm.spi.PairedNotifier;

/**
 * Tells the list subscribers of a section.
 *
 * <p>Algorithm notes: a call leaves no register as it was, so each value that a loop needs after it
 * is read again from the stack, and each store in the loop costs as much as a tenth of a call. The
 * loops over paired notifiers, the usual case, therefore hold nothing but array, index and section,
 * and catch what is thrown around the loop; who comes after a thrower is told by the plain loops.
 * These note who is called, which the guards want to know, and serve where somebody can decline or
 * observe. (Measured: catching inside the loop, or storing the index in the section, costs 16
 * callbacks 25 ns more.)
 */
final class ListDispatch {
  private final Callbacks callbacks;
  private final boolean guarded;

  ListDispatch(Callbacks callbacks, Guards guards) {
    this.callbacks = callbacks;
    guarded = guards == Guards.ON;
  }

  /** Calls every start, also after one declined (R2.3); the answer is whether none did. */
  boolean start(ThreadSections thread, Section section) {
    PairedNotifier[] paired = section.list.pairedStarters;
    if (paired != null && paired.length == 0) {
      return true;
    }
    boolean accepted;
    if (paired == null || guarded || callbacks.observed()) {
      thread.enterPhase(ThreadSections.STARTS);
      accepted = startFrom(0, thread, section);
    } else {
      thread.enterPhase(ThreadSections.UNNAMED);
      accepted = startPaired(thread, section, paired);
    }
    thread.leaveCallbacks();
    return accepted;
  }

  boolean startPaired(ThreadSections thread, Section section, PairedNotifier[] notifiers) {
    int i = 0;
    try {
      for (; i < notifiers.length; i++) {
        notifiers[i].start(section);
      }
      return true;
    } catch (Throwable thrown) {
      return startThrew(i, thread, section, thrown);
    }
  }

  /**
   * A start has thrown: isolates it and calls the other starts; the answer is whether none
   * declined.
   */
  boolean startThrew(int which, ThreadSections thread, Section section, Throwable thrown) {
    Answer answer = callbacks.failedStart(section.list.starters[which], section, thrown);
    return startFrom(which + 1, thread, section) && answer == Answer.DONE;
  }

  private boolean startFrom(int first, ThreadSections thread, Section section) {
    ListSubscription[] starters = section.list.starters;
    boolean accepted = true;
    for (int i = first; i < starters.length; i++) {
      section.calling = i;
      accepted &= callbacks.start(thread, starters[i], section) == Answer.DONE;
    }
    return accepted;
  }

  /** Calls every end; who has one cannot have declined (R1.3), so each was started (R4.1). */
  void end(ThreadSections thread, Section section) {
    PairedNotifier[] paired = section.list.pairedEnders;
    if (paired != null && paired.length == 0) {
      return;
    }
    if (paired == null || guarded || callbacks.observed()) {
      thread.enterPhase(ThreadSections.ENDS);
      endFrom(0, thread, section);
    } else {
      thread.enterPhase(ThreadSections.UNNAMED);
      endPaired(thread, section, paired);
    }
    thread.leaveCallbacks();
  }

  void endPaired(ThreadSections thread, Section section, PairedNotifier[] notifiers) {
    int i = 0;
    try {
      for (; i < notifiers.length; i++) {
        notifiers[i].end(section);
      }
    } catch (Throwable thrown) {
      endThrew(i, thread, section, thrown);
    }
  }

  /** An end has thrown: isolates it and calls the other ends. */
  void endThrew(int which, ThreadSections thread, Section section, Throwable thrown) {
    callbacks.failedEnd(section.list.enders[which], section, thrown);
    endFrom(which + 1, thread, section);
  }

  private void endFrom(int first, ThreadSections thread, Section section) {
    ListSubscription[] enders = section.list.enders;
    for (int i = first; i < enders.length; i++) {
      section.calling = i;
      callbacks.end(thread, enders[i], section);
    }
  }
}
