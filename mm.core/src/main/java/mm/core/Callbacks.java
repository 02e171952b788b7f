package mm.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Observation;
import mm.api.Rule;
import mm.core.flight.Recorder;
import mm.spi.Answer;
import mm.spi.Callback;

/**
 * What surrounds a callback: isolates what it throws, checks what it answers, shows it to
 * observers. Time is taken only while somebody observes.
 */
final class Callbacks {
  private static final CallbackObserver[] NOBODY = {};
  private static final long NOT_LOOKED_AT = -1;

  private final Violations violations;
  private final Violations hints;
  private final boolean guarded;
  private final long budget;
  private volatile CallbackObserver[] observers = NOBODY;

  Callbacks(Violations violations, Violations hints, CoreOptions options) {
    this.violations = violations;
    this.hints = hints;
    guarded = options.guards() == Guards.ON;
    budget = guarded ? options.callbackBudgetNanos() : 0;
  }

  /** Whether somebody observes now, or a flight recording does. */
  boolean observed() {
    return hasObservers() || Recorder.wantsCallbacks();
  }

  boolean hasObservers() {
    return observers != NOBODY;
  }

  /** Isolates the start of a paired notifier that threw. */
  Answer failedStart(ListSubscription to, Section section, Throwable thrown) {
    return failed(to, Callback.START, section, thrown);
  }

  /** Isolates an end that threw. */
  void failedEnd(ListSubscription to, Section section, Throwable thrown) {
    failed(to, Callback.END, section, thrown);
  }

  Answer start(ThreadSections thread, ListSubscription to, Section section) {
    Callback callback = to.declines() ? Callback.TRY_START : Callback.START;
    boolean observed = observed();
    long waits = waits(thread, section);
    long began = observed || budget > 0 ? System.nanoTime() : 0;
    Answer answer;
    try {
      answer = checked(to, callback, section, to.start(section));
    } catch (Throwable thrown) {
      answer = failed(to, callback, section, thrown);
    }
    hintAtWait(thread, waits, to, callback, section);
    overBudget(to, callback, section, began);
    if (observed) {
      show(to, callback, section, answer, began);
    }
    return answer;
  }

  void end(ThreadSections thread, ListSubscription to, Section section) {
    boolean observed = observed();
    long waits = waits(thread, section);
    long began = observed || budget > 0 ? System.nanoTime() : 0;
    try {
      to.end(section);
    } catch (Throwable thrown) {
      failedEnd(to, section, thrown);
    }
    hintAtWait(thread, waits, to, Callback.END, section);
    overBudget(to, Callback.END, section, began);
    if (observed) {
      show(to, Callback.END, section, Answer.DONE, began);
    }
  }

  Answer invalidate(
      ThreadSections thread, CoreIntervalSubscription to, Section section, long sequence) {
    boolean observed = observed();
    long waits = waits(thread, section);
    long began = observed || budget > 0 ? System.nanoTime() : 0;
    Answer answer;
    try {
      answer = checked(to, Callback.INVALIDATE, section, to.invalidate(section, sequence));
    } catch (Throwable thrown) {
      answer = failed(to, Callback.INVALIDATE, section, thrown);
    }
    hintAtWait(thread, waits, to, Callback.INVALIDATE, section);
    overBudget(to, Callback.INVALIDATE, section, began);
    if (observed) {
      show(to, Callback.INVALIDATE, section, answer, began);
    }
    return answer;
  }

  private void overBudget(Subscriber to, Callback callback, Section section, long began) {
    long nanos = budget > 0 ? System.nanoTime() - began : 0;
    if (nanos > budget) {
      violate(Rule.R1_10, to, callback, section, "took " + nanos / 1_000 + " us", null);
    }
  }

  /** Runs any other callback; the answer is what it gives, or false when it throws. */
  boolean run(
      ThreadSections thread,
      ListSubscription to,
      Callback callback,
      Section about,
      BooleanSupplier body) {
    long waits = waits(thread, about);
    long began = System.nanoTime();
    boolean answer = false;
    thread.enterCallback(to, about);
    try {
      answer = body.getAsBoolean();
    } catch (Throwable thrown) {
      failed(to, callback, about, thrown);
    } finally {
      thread.leaveCallback();
    }
    hintAtWait(thread, waits, to, callback, about);
    overBudget(to, callback, about, began);
    show(to, callback, about, Answer.DONE, began);
    return answer;
  }

  /** What a callback outside of sections is about. */
  static Section about(CoreSpace space, long start, long end, Blocking blocking) {
    return new Section()
        .open(space, InvalidationEvent.CLEAR, start, end)
        .carry(blocking, MigrationOwner.NONE);
  }

  private Answer checked(Subscriber to, Callback callback, Section section, Answer answer) {
    return answer == Answer.DONE ? answer : notDone(to, callback, section, answer);
  }

  private Answer notDone(Subscriber to, Callback callback, Section section, Answer answer) {
    if (answer == null) {
      violate(Rule.R1_8, to, callback, section, "answered null", null);
      return worst(section);
    }
    if (to.keepsPages()) {
      return Answer.DONE; // opportunistic: the pages stay referenced and its end will come
    }
    if (section.blocking() == Blocking.ALLOWED) {
      violate(Rule.R1_2, to, callback, section, "declined although it may wait", null);
      return Answer.DONE;
    }
    if (to.neverDeclines()) {
      violate(Rule.R6_10, to, callback, section, "declined, but declares failure=never", null);
    }
    return answer;
  }

  private Answer failed(Subscriber to, Callback callback, Section section, Throwable thrown) {
    Rule rule = thrown instanceof ContractException e ? e.rule() : Rule.R1_8;
    violate(rule, to, callback, section, "threw " + thrown, thrown);
    return worst(section);
  }

  /** Nobody knows what was done: decline where that is possible. */
  private static Answer worst(Section section) {
    return section.blocking() == Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  private void violate(
      Rule rule, Subscriber to, Callback callback, Section section, String what, Throwable thrown) {
    violations.record(
        rule,
        to.name(),
        section.space().name(),
        callback.toString(),
        AddressRange.text(section.start(), section.end())
            + " "
            + section.event()
            + " "
            + section.blocking()
            + ": "
            + what,
        thrown);
  }

  /** To be looked at after a callback, where it must not wait and somebody wants to know. */
  private long waits(ThreadSections thread, Section section) {
    return guarded && section.blocking() == Blocking.FORBIDDEN
        ? WaitHints.mark(thread)
        : NOT_LOOKED_AT;
  }

  private void hintAtWait(
      ThreadSections thread, long waits, Subscriber to, Callback callback, Section section) {
    if (waits != NOT_LOOKED_AT && WaitHints.bypassedPorts(thread, waits)) {
      hint(to, callback, section);
    }
  }

  private void hint(Subscriber to, Callback callback, Section section) {
    hints.record(
        Rule.R1_1,
        to.name(),
        section.space().name(),
        callback.toString(),
        AddressRange.text(section.start(), section.end())
            + ": the JVM counted a wait that no port saw",
        null);
  }

  private void show(Subscriber to, Callback callback, Section section, Answer answer, long began) {
    long nanos = System.nanoTime() - began;
    for (CallbackObserver each : observers) {
      each.called(to.name(), callback, section, answer, nanos);
    }
    if (answer == Answer.WOULD_BLOCK) {
      Recorder.declined(to.name(), section);
    }
    if (nanos >= Recorder.SLOW_NANOS) {
      Recorder.slow(to.name(), callback, section, nanos);
    }
  }

  synchronized Observation observe(CallbackObserver observer) {
    List<CallbackObserver> list = new ArrayList<>(List.of(observers));
    list.add(observer);
    observers = list.toArray(CallbackObserver[]::new);
    return () -> forget(observer);
  }

  private synchronized void forget(CallbackObserver observer) {
    List<CallbackObserver> list = new ArrayList<>(List.of(observers));
    list.remove(observer);
    observers = list.isEmpty() ? NOBODY : list.toArray(CallbackObserver[]::new);
  }
}
