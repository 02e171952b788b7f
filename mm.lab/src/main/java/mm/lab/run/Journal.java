package mm.lab.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mm.api.AddressRange;
import mm.lab.explore.Course;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Outcome;

/** What happened in a run, and what was found wrong. */
final class Journal {
  private final Course course;
  private final List<LabEvent> events = new ArrayList<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<Mark> marks = new LinkedHashSet<>();
  private final Set<String> reaps = new LinkedHashSet<>();
  private final Set<String> reports = new TreeSet<>();
  private Outcome outcome = Outcome.RIGHT;

  Journal(Course course) {
    this.course = course;
  }

  /** What a fault and an invalidation of an interval have in common. */
  enum Mark {
    READ_BEGIN,
    READ_RETRY,
    START,
    SET_SEQUENCE,
    END
  }

  /** Of each kind the first counts. */
  void mark(Mark mark) {
    if (!course.isEnding() && !course.isLooking()) {
      marks.add(mark);
    }
  }

  /**
   * In which order a fault and an invalidation have met; empty when one of the two is not whole.
   */
  Optional<String> meeting() {
    return marks.size() < Mark.values().length
        ? Optional.empty()
        : Optional.of(
            marks.stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", ")));
  }

  void note(LabEvent.Kind kind, String driver, String text) {
    add(kind, driver, "", 0, 0, text);
  }

  void note(LabEvent.Kind kind, String driver, String space, AddressRange range, String text) {
    add(kind, driver, space, range.start(), range.end(), text);
  }

  private void add(
      LabEvent.Kind kind, String driver, String space, long start, long end, String text) {
    if (!course.isEnding()) {
      events.add(
          new LabEvent(
              course.steps(),
              course.nanoTime(),
              course.actor(),
              driver,
              kind,
              space,
              start,
              end,
              text));
    }
  }

  void found(Outcome what, String driver, String reason) {
    if (!course.isEnding() && reasons.add(reason)) {
      outcome = outcome.or(what);
      add(LabEvent.Kind.FINDING, driver, "", 0, 0, reason);
    }
  }

  /** A promise that a driver has broken. */
  void reported(String rule, String driver, String reason) {
    if (!course.isEnding()) {
      reports.add(rule);
      found(Outcome.REPORTED, driver, rule + ": " + reason);
    }
  }

  void reaped(String answer) {
    if (!course.isEnding()) {
      reaps.add(answer);
      note(LabEvent.Kind.REAP, "", "the reaper answers: " + answer);
    }
  }

  Outcome outcome() {
    return outcome;
  }

  List<LabEvent> events() {
    return events;
  }

  Set<String> reasons() {
    return reasons;
  }

  Set<String> reaps() {
    return reaps;
  }

  Set<String> reports() {
    return reports;
  }
}
