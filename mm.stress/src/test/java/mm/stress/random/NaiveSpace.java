package mm.stress.random;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a space has to do, in lists that are walked from end to end. Knows nothing of threads: it is
 * told of one operation after the other.
 */
class NaiveSpace {
  final List<Subscriber> list = new ArrayList<>(); // newest first
  private final List<Subscriber> intervals = new ArrayList<>();
  private final List<Subscriber> awaitingInsert = new ArrayList<>();
  private final Deque<List<Subscriber>> open = new ArrayDeque<>();
  private long sequence = 2;

  /** A section begins; the answer is the intervals that it concerns. */
  List<Subscriber> begin(long start, long end) {
    open.push(List.copyOf(list));
    List<Subscriber> hits = intervals.stream().filter(i -> i.overlaps(start, end)).toList();
    sequence |= hits.isEmpty() ? 0 : 1;
    return hits;
  }

  void invalidated(Subscriber reader) {
    reader.sequence = sequence;
  }

  /** The innermost section ends; the answer is the list subscribers that hear of it. */
  List<Subscriber> end() {
    List<Subscriber> started = open.pop();
    if (open.isEmpty() && epochOpen()) {
      sequence++;
      intervals.addAll(awaitingInsert);
      awaitingInsert.clear();
    }
    return started.stream().filter(each -> !each.choosy).toList();
  }

  /** The innermost section, which was declined, ends. */
  List<Subscriber> decline() {
    return end();
  }

  private boolean epochOpen() {
    return (sequence & 1) != 0;
  }

  int sectionsOpen() {
    return open.size();
  }

  void insert(Subscriber added) {
    (epochOpen() ? awaitingInsert : intervals).add(added);
    sequence |= open.isEmpty() ? 0 : 1;
    added.sequence = open.isEmpty() ? sequence - 1 : sequence;
  }

  /** Whether closing an interval subscription has to wait for the epoch. */
  boolean mustWait(Subscriber leaving) {
    return epochOpen() && !awaitingInsert.contains(leaving);
  }

  void remove(Subscriber leaving) {
    intervals.remove(leaving);
    awaitingInsert.remove(leaving);
  }

  boolean readable(Subscriber reader) {
    return reader.sequence != sequence;
  }
}
