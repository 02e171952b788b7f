package mm.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import mm.api.Blocking;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.Observation;
import mm.api.Rule;
import mm.api.Violation;
import mm.lab.rules.RuleSet;
import mm.lab.rules.Switch;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.MayDecline;

/** Makes callbacks: isolates what they throw, checks what they answer, shows them to observers. */
final class Calls {
  private record Cause(Rule rule, String subscriber, String doing) {}

  private final List<CallbackObserver> observers = new CopyOnWriteArrayList<>();
  private final Map<Cause, Violation> violations = new LinkedHashMap<>();
  private final ThreadLocal<ThreadState> threads = ThreadLocal.withInitial(ThreadState::new);
  private final RuleSet rules;

  Calls(RuleSet rules) {
    this.rules = rules;
  }

  ThreadState thread() {
    return threads.get();
  }

  /** A callback with an answer. */
  Answer ask(Declaration whose, Callback callback, LabSection section, Supplier<Answer> body) {
    long began = System.nanoTime();
    Answer answer;
    try {
      answer = checked(whose, callback, section, inCallback(whose, body));
    } catch (Throwable thrown) {
      if (!rules.keeps(callback == Callback.END ? Rule.R2_1 : Rule.R1_8)) {
        throw thrown;
      }
      Rule rule = thrown instanceof ContractException broken ? broken.rule() : Rule.R1_8;
      violate(rule, whose, callback, section, "threw " + thrown);
      answer = worst(section);
    }
    long took = System.nanoTime() - began;
    for (CallbackObserver each : observers) {
      each.called(whose.name(), callback, section, answer, took);
    }
    return answer;
  }

  /** A callback without an answer. */
  void tell(Declaration whose, Callback callback, LabSection section, Runnable body) {
    ask(
        whose,
        callback,
        section,
        () -> {
          body.run();
          return Answer.DONE;
        });
  }

  private <T> T inCallback(Declaration whose, Supplier<T> body) {
    ThreadState thread = thread();
    String before = thread.callbackOf;
    thread.callbackOf = whose.name();
    try {
      return body.get();
    } finally {
      thread.callbackOf = before;
    }
  }

  private Answer checked(Declaration whose, Callback callback, LabSection section, Answer answer) {
    if (answer == null) {
      violate(Rule.R1_8, whose, callback, section, "answered null");
      return worst(section);
    }
    boolean keepsPages =
        whose.failure() == MayDecline.OPPORTUNISTIC
            && (rules.is(Switch.MAY_FAIL, "on") || !rules.keeps(Rule.R6_11));
    if (answer == Answer.DONE || keepsPages) {
      return Answer.DONE; // who keeps the pages gets its end all the same
    }
    if (section.blocking() == Blocking.ALLOWED) {
      violate(Rule.R1_2, whose, callback, section, "declined although it may wait");
      return rules.keeps(Rule.R1_2) ? Answer.DONE : answer;
    }
    if (whose.failure() == MayDecline.NEVER && rules.keeps(Rule.R6_10)) {
      violate(Rule.R6_10, whose, callback, section, "declined, but declares failure=never");
    }
    return answer;
  }

  /** Nobody knows what was done: decline where that is possible. */
  private static Answer worst(LabSection section) {
    return section.blocking() == Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  private void violate(
      Rule rule, Declaration whose, Callback callback, LabSection section, String what) {
    record(rule, whose.name(), section.space().name(), callback.toString(), section + ": " + what);
  }

  synchronized void record(
      Rule rule, String subscriber, String space, String doing, String detail) {
    violations.merge(
        new Cause(rule, subscriber, doing),
        new Violation(rule, subscriber, space, doing + " " + detail, 1),
        (first, again) ->
            new Violation(rule, subscriber, first.space(), first.message(), first.count() + 1));
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations.values());
  }

  Observation observe(CallbackObserver observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }
}
