package mm.replay;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.CallbackObserver;
import mm.api.InvalidationRange;
import mm.machine.Reap;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import mm.spi.Answer;
import mm.spi.Callback;

/**
 * Everything that a run told its drivers and took from its memories, in order, so that two runs can
 * be compared: one number for each entry, and the words of a single one.
 */
final class Story implements CallbackObserver {
  /**
   * One entry in words.
   *
   * @param operation the operation that it belongs to
   * @param driver who was told; empty when it is about memory
   * @param what what the driver was told and answered, or what was freed
   */
  record Entry(String operation, String driver, String what) {}

  private final Set<String> drivers;
  private final Story compared;
  private long[] marks = new long[1024];
  private int size;
  private int wanted;
  private Entry entry;
  private RecordedEvent event;
  private long events;
  private String outOfMemory = "";

  private Story(Set<String> drivers, Story compared, int wanted) {
    this.drivers = drivers;
    this.compared = compared;
    this.wanted = wanted;
  }

  /** Writes down what happens to some drivers. */
  static Story of(Set<String> drivers) {
    return new Story(drivers, null, -1);
  }

  /** Writes down, and keeps the words of the first entry that differs from another story. */
  static Story comparedWith(Story other) {
    return new Story(other.drivers, other, -1);
  }

  /** Writes down, and keeps the words of one entry. */
  static Story lookingFor(int index, Story like) {
    return new Story(like.drivers, null, index);
  }

  /** An event of the recording begins. */
  void at(RecordedEvent next) {
    event = next;
    events++;
    outOfMemory = "";
  }

  void outOfMemory(int kill, long calls) {
    outOfMemory = "out of memory " + kill + " after call " + calls;
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    if (!drivers.contains(subscriber)) {
      return;
    }
    long mark = mixed(subscriber.hashCode(), callback.ordinal());
    mark =
        mixed(
            mark,
            range.event().ordinal() * 4L + range.blocking().ordinal() * 2L + answer.ordinal());
    mark = mixed(mixed(mark, range.start()), range.end());
    if (isWanted(mixed(mark, range.space().name().hashCode()))) {
      entry = new Entry(operation(), subscriber, words(callback, range, answer));
    }
  }

  private static String words(Callback callback, InvalidationRange range, Answer answer) {
    return callback
        + " "
        + range.event()
        + " "
        + AddressRange.text(range.start(), range.end())
        + " in "
        + range.space().name()
        + (range.blocking() == Blocking.FORBIDDEN ? ", may not wait" : "")
        + (answer == Answer.DONE ? "" : ", declined");
  }

  void reaped(OomFigures.Kill kill) {
    if (isWanted(mixed(kill.reason().ordinal(), freed(kill.reap()).hashCode()))) {
      entry = new Entry(operation(), "", freed(kill.reap()));
    }
  }

  private static String freed(Optional<Reap> reap) {
    return reap.map(OomText::freed).orElse("nobody was killed");
  }

  private static long mixed(long mark, long more) {
    long mixed = (mark ^ more) * 0x9E37_79B9_7F4A_7C15L;
    return mixed ^ mixed >>> 29;
  }

  /** Adds an entry; whether its words are to be kept. */
  private boolean isWanted(long mark) {
    if (size == marks.length) {
      marks = Arrays.copyOf(marks, size * 2);
    }
    marks[size] = mark;
    if (compared != null && wanted < 0 && !compared.has(size, mark)) {
      wanted = size;
    }
    return size++ == wanted;
  }

  private boolean has(int index, long mark) {
    return index < size && marks[index] == mark;
  }

  private String operation() {
    return outOfMemory.isEmpty() ? "event " + events + ", " + text(event) : outOfMemory;
  }

  private static String text(RecordedEvent event) {
    String what =
        event instanceof CallReturned returned
            ? returned.call().toString()
            : event instanceof Notified told ? told.initiator() : "end";
    return "task " + event.task() + ": " + what;
  }

  /** Number of entries. */
  int size() {
    return size;
  }

  /**
   * The first entry that the compared story does not have, or has otherwise; -1 if there is none.
   */
  int firstDifference() {
    return wanted >= 0 || compared.size == size ? wanted : size;
  }

  /** The words that were kept; empty when the story ended before. */
  Optional<Entry> entry() {
    return Optional.ofNullable(entry);
  }
}
