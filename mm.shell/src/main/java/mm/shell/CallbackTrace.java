package mm.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.CallbackObserver;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Callback;

/** The latest callbacks, oldest first, while tracing is on. */
final class CallbackTrace implements CallbackObserver {
  /** How many are kept. */
  static final int CAPACITY = 4096;

  private static final double NANOS_PER_MICRO = 1_000.0;
  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private record Entry(
      long at,
      String subscriber,
      Callback callback,
      InvalidationEvent event,
      AddressRange range,
      Blocking blocking,
      Answer answer,
      long nanos,
      String thread) {}

  private final LongSupplier clock;
  private final Deque<Entry> entries = new ArrayDeque<>(CAPACITY); // guarded by this
  private volatile State state = State.OFF;

  /** Whether callbacks are kept. */
  enum State {
    /** The latest are kept. */
    ON,
    /** Nothing is kept that is not kept already. */
    OFF
  }

  CallbackTrace(LongSupplier nanoClock) {
    clock = nanoClock;
  }

  State state() {
    return state;
  }

  void set(State next) {
    state = next;
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    if (state == State.OFF) {
      return;
    }
    Entry entry =
        new Entry(
            clock.getAsLong(),
            subscriber,
            callback,
            range.event(),
            range.toRange(),
            range.blocking(),
            answer,
            nanos,
            Thread.currentThread().getName());
    synchronized (this) {
      if (entries.size() == CAPACITY) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
  }

  synchronized void clear() {
    entries.clear();
  }

  /** The latest that touch a range, oldest first. */
  synchronized List<Map<String, Object>> rows(int atMost, AddressRange touching) {
    List<Entry> found =
        new ArrayList<>(
            entries.stream()
                .filter(each -> each.range.overlaps(touching.start(), touching.end()))
                .toList());
    int from = Math.max(0, found.size() - atMost);
    long now = clock.getAsLong();
    return found.subList(from, found.size()).stream().map(each -> row(each, now)).toList();
  }

  private static Map<String, Object> row(Entry entry, long now) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ms ago", Math.round((now - entry.at) / NANOS_PER_MILLI * 10) / 10.0);
    row.put("driver", entry.subscriber);
    row.put("callback", entry.callback.toString());
    row.put("event", entry.event.toString());
    row.put("range", entry.range.toString());
    row.put("blocking", entry.blocking.toString());
    row.put("answer", entry.answer.toString());
    row.put("us", Math.round(entry.nanos / NANOS_PER_MICRO * 10) / 10.0);
    row.put("thread", entry.thread);
    return row;
  }
}
