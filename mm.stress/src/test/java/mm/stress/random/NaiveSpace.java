package mm.stress.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/**
 * What a space has to do, in lists that are walked from end to end. Knows nothing of threads: it is
 * told of one operation after the other, with what the subscribers heard of it.
 */
class NaiveSpace {
  final List<Subscriber> list = new ArrayList<>(); // newest first
  final List<Subscriber> intervals = new ArrayList<>();
  private final Deque<List<Subscriber>> open = new ArrayDeque<>();
  private final List<Subscriber> awaitingInsert = new ArrayList<>();
  private long sequence = 2;

  /** A section may have begun; answers whether it is open now. */
  boolean begin(long start, long end, boolean polite, Heard heard) {
    boolean accepted = invalidate(start, end, polite, heard.invalidated());
    List<Integer> expected = new ArrayList<>();
    if (accepted) {
      list.forEach(each -> expected.add(each.id));
      if (polite && list.stream().anyMatch(each -> each.declines(start))) {
        ends(list, expected);
        accepted = false;
      }
    }
    assertEquals(expected, heard.told(), "list subscribers");
    open.push(List.copyOf(list));
    if (!accepted) {
      declined();
    }
    return accepted;
  }

  /** The section that was just declined closes at once. */
  void declined() {
    close();
  }

  private boolean invalidate(long start, long end, boolean polite, List<Subscriber> invalidated) {
    List<Subscriber> hits = intervals.stream().filter(i -> i.overlaps(start, end)).toList();
    sequence |= hits.isEmpty() ? 0 : 1;
    invalidated.forEach(each -> each.sequence = sequence);
    assertTrue(hits.containsAll(invalidated), "invalidated without reason");
    assertEquals(invalidated.size(), new HashSet<>(invalidated).size(), "invalidated twice");
    if (polite && hits.stream().anyMatch(each -> each.declines(start))) {
      // Their order is the engine's own, but it stops at the first that declines.
      int last = invalidated.size() - 1;
      assertTrue(invalidated.get(last).declines(start));
      assertFalse(invalidated.subList(0, last).stream().anyMatch(each -> each.declines(start)));
      return false;
    }
    assertEquals(hits.size(), invalidated.size(), "not invalidated");
    return true;
  }

  void end(Heard heard) {
    List<Integer> expected = new ArrayList<>();
    ends(open.peek(), expected);
    assertEquals(expected, heard.told(), "list subscribers");
    assertEquals(List.of(), heard.invalidated());
    close();
  }

  private static void ends(List<Subscriber> of, List<Integer> into) {
    of.stream().filter(each -> !each.choosy).forEach(each -> into.add(-each.id));
  }

  final void close() {
    open.pop();
    if (open.isEmpty() && epochOpen()) {
      sequence++;
      intervals.addAll(awaitingInsert);
      awaitingInsert.clear();
    }
  }

  boolean epochOpen() {
    return (sequence & 1) != 0;
  }

  int sectionsOpen() {
    return open.size();
  }

  void insert(Subscriber added) {
    if (open.isEmpty()) {
      added.sequence = sequence - 1;
      intervals.add(added);
    } else if (epochOpen()) {
      added.sequence = sequence;
      awaitingInsert.add(added);
    } else {
      sequence |= 1;
      added.sequence = sequence;
      intervals.add(added);
    }
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
