package mm.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the log: something that happened. Immutable; made by {@link #of} and the methods that
 * return a changed copy.
 *
 * @param sequence number of the line, from 1; 0 until it is written
 * @param time when it happened, or began if it took time
 * @param kind what it is about
 * @param who who took part
 * @param span which addresses
 * @param what the operation, callback, port or rule; empty when the kind says it all
 * @param cause why a range changes (unmap, clear, ...); empty when no range does
 * @param answer what was answered (done, would-block, or an outcome); empty when nothing is
 * @param nanos how long it took, in nanoseconds; {@link Moment#NONE} when that was not measured
 * @param facts what else there is to say, by name, in order
 */
public record Event(
    long sequence,
    Moment time,
    EventKind kind,
    Who who,
    Span span,
    String what,
    String cause,
    String answer,
    long nanos,
    Map<String, String> facts) {
  /** The fact that tells a story in a sentence. */
  public static final String TEXT = "text";

  /** The fact of a {@link EventKind#WAIT} that names who had what was waited for. */
  public static final String HOLDER = "holder";

  /** The fact of a callback that was not allowed to wait. */
  public static final String BLOCKING = "blocking";

  /** The fact that tells which end of a section belongs to which begin. */
  public static final String SECTION = "section";

  /** The answer of who declines. */
  public static final String WOULD_BLOCK = "would-block";

  /**
   * Copies the facts.
   *
   * @param sequence number of the line
   * @param time when
   * @param kind what it is about
   * @param who who took part
   * @param span which addresses
   * @param what the operation, callback, port or rule
   * @param cause why a range changes
   * @param answer what was answered
   * @param nanos how long it took
   * @param facts what else there is to say
   */
  public Event {
    facts = facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /**
   * An event of which nothing else is known yet.
   *
   * @param kind what it is about
   * @param time when
   * @return the event
   */
  public static Event of(EventKind kind, Moment time) {
    return new Event(0, time, kind, Who.NOBODY, Span.NONE, "", "", "", Moment.NONE, Map.of());
  }

  /**
   * With a number.
   *
   * @param number of the line
   * @return a copy
   */
  public Event numbered(long number) {
    return new Event(number, time, kind, who, span, what, cause, answer, nanos, facts);
  }

  /**
   * At another time.
   *
   * @param moment when
   * @return a copy
   */
  public Event at(Moment moment) {
    return new Event(sequence, moment, kind, who, span, what, cause, answer, nanos, facts);
  }

  /**
   * As an event of another kind.
   *
   * @param other the kind
   * @return a copy
   */
  public Event kind(EventKind other) {
    return new Event(sequence, time, other, who, span, what, cause, answer, nanos, facts);
  }

  /**
   * With who took part.
   *
   * @param somebody who
   * @return a copy
   */
  public Event by(Who somebody) {
    return new Event(sequence, time, kind, somebody, span, what, cause, answer, nanos, facts);
  }

  /**
   * With the addresses concerned.
   *
   * @param start first address
   * @param end first address after the range
   * @return a copy
   */
  public Event on(long start, long end) {
    Span range = new Span(start, end);
    return new Event(sequence, time, kind, who, range, what, cause, answer, nanos, facts);
  }

  /**
   * With what was done.
   *
   * @param name operation, callback, port or rule
   * @return a copy
   */
  public Event what(String name) {
    return new Event(sequence, time, kind, who, span, name, cause, answer, nanos, facts);
  }

  /**
   * With the reason why a range changes.
   *
   * @param event unmap, clear, ...
   * @return a copy
   */
  public Event because(String event) {
    return new Event(sequence, time, kind, who, span, what, event, answer, nanos, facts);
  }

  /**
   * With an answer or an outcome.
   *
   * @param given the answer
   * @return a copy
   */
  public Event answered(String given) {
    return new Event(sequence, time, kind, who, span, what, cause, given, nanos, facts);
  }

  /**
   * With its duration.
   *
   * @param duration in nanoseconds
   * @return a copy
   */
  public Event took(long duration) {
    return new Event(sequence, time, kind, who, span, what, cause, answer, duration, facts);
  }

  /**
   * With one more fact.
   *
   * @param name of the fact
   * @param value of the fact, printed as text
   * @return a copy
   */
  public Event with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value.toString());
    return new Event(sequence, time, kind, who, span, what, cause, answer, nanos, more);
  }

  /**
   * A fact.
   *
   * @param name of the fact
   * @return its text; empty when there is no such fact
   */
  public String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  /**
   * The duration for sums.
   *
   * @return nanoseconds, 0 when it was not measured
   */
  public long measured() {
    return Math.max(nanos, 0);
  }
}
