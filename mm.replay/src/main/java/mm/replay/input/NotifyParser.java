package mm.replay.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.replay.input.RecordedEvent.CallEntered;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;

/**
 * Reads .notify lines: entries (S) and returns (R) of system calls, and notifier calls (N).
 *
 * <p>A new task may run before its creator's call returns. Its first event then waits until that
 * call's result is known, and the return takes its place in front.
 */
final class NotifyParser implements LineParser {
  /** More threads than Linux runs by default; keeps junk from filling the memory. */
  private static final int MOST_AT_ONCE = 1 << 17;

  private final Cursor cursor;
  private final EventQueue queue;
  private final KeyedCallText text;
  private final TaskNumbers tasks;
  private final LineClock clock;
  private final Map<Integer, OpenCall> open = new HashMap<>();
  private final Map<Integer, Awaited> awaited = new HashMap<>();
  private int openCreations;
  private long orphans;
  private long unfinished;

  NotifyParser(Cursor cursor, EventQueue queue) {
    this.cursor = cursor;
    this.queue = queue;
    text = new KeyedCallText(cursor);
    tasks = new TaskNumbers(cursor);
    clock = new LineClock(cursor);
  }

  /** A call that was entered and has not returned. */
  private record OpenCall(String name, Call call, long line) {}

  /** The place in front of the first event of a task that nobody has created yet. */
  private record Awaited(EventQueue.Slot slot, long time) {}

  @Override
  public void parse() throws BadRecordingException {
    cursor.startLine();
    long time = clock.read();
    int task = tasks.read();
    cursor.expect(' ');
    awaitCreation(time, task);
    if (cursor.skip("S ")) {
      enter(time, task);
    } else if (cursor.skip("R ")) {
      leave(time, task);
    } else if (cursor.skip("N ")) {
      queue.add(notification(time, task), cursor.line());
    } else {
      throw cursor.expected("\"S \", \"R \" or \"N \"");
    }
    cursor.expectEnd();
  }

  private void awaitCreation(long time, int task) throws BadRecordingException {
    if (tasks.isCreated(task) || awaited.containsKey(task)) {
      return;
    }
    if (awaited.size() + open.size() >= MOST_AT_ONCE) {
      throw cursor.bad("more than " + MOST_AT_ONCE + " tasks act at the same time");
    }
    orphans++; // until proved wrong
    awaited.put(task, new Awaited(openCreations > 0 ? queue.reserve() : null, time));
  }

  private void enter(long time, int task) throws BadRecordingException {
    String name = cursor.callName();
    cursor.expect('(');
    Call call = text.parse(name);
    OpenCall other = open.get(task);
    if (other != null) {
      throw cursor.bad(
          "task p" + task + " enters " + name + " inside " + other.name + " of line " + other.line);
    }
    queue.add(new CallEntered(time, task, call), cursor.line());
    if (call instanceof Call.ExitGroup) {
      queue.add(new CallReturned(time, task, call, CallResult.NoReturn.INSTANCE), cursor.line());
      return;
    }
    open.put(task, new OpenCall(name, call, cursor.line()));
    openCreations += call instanceof Call.Creation ? 1 : 0;
  }

  private void leave(long time, int task) throws BadRecordingException {
    String name = cursor.callName();
    cursor.expect(' ');
    OpenCall entered = open.remove(task);
    if (entered == null || !entered.name.equals(name)) {
      throw cursor.bad("task p" + task + " returns from " + name + " without having entered it");
    }
    openCreations -= entered.call instanceof Call.Creation ? 1 : 0;
    CallResult result = result(entered);
    CallReturned event = new CallReturned(time, task, entered.call, result);
    if (result instanceof CallResult.NewTask created) {
      create(event, created.task());
    } else {
      queue.add(event, cursor.line());
    }
  }

  private void create(CallReturned event, int task) {
    Awaited place = awaited.remove(task);
    orphans -= place == null ? 0 : 1;
    if (place == null || place.slot == null || place.slot.isGivenUp()) {
      queue.add(event, cursor.line());
      return;
    }
    CallReturned early = new CallReturned(place.time, event.task(), event.call(), event.result());
    queue.fill(place.slot, early, cursor.line());
  }

  private CallResult result(OpenCall entered) throws BadRecordingException {
    if (cursor.skip('-')) {
      return Errno.failure((int) cursor.decimalUpTo(4095, "the error number"));
    }
    boolean creates = entered.call instanceof Call.Creation;
    if (creates || entered.call instanceof Call.Unknown && cursor.isAt('p')) {
      return tasks.readCreated();
    }
    long value = cursor.skip("0x") ? cursor.hex("the result") : cursor.decimal("the result");
    check(entered, value);
    return new CallResult.Succeeded(value);
  }

  /** The arguments stand on the line of the entry, so that is the line to name. */
  private void check(OpenCall entered, long value) throws BadRecordingException {
    String fault = Plausibility.faultOf(entered.call, value);
    if (fault != null) {
      throw cursor.badAt(entered.line, fault);
    }
  }

  private Notified notification(long time, int task) throws BadRecordingException {
    String word = cursor.word();
    NotificationKind kind = NotificationKind.of(word);
    if (kind == null) {
      throw cursor.bad("unknown kind of notification " + Excerpt.of(word));
    }
    cursor.expect(' ');
    long start = cursor.hex("the start");
    cursor.expect(' ');
    long end = cursor.hex("the end");
    cursor.expect(' ');
    String fault = Plausibility.faultOfRange(start, end);
    if (fault != null) {
      throw cursor.bad(fault);
    }
    return new Notified(time, task, kind, start, end, initiator());
  }

  private String initiator() throws BadRecordingException {
    String name = cursor.token("the kernel function");
    if (cursor.skip(" ctx=")) {
      cursor.token("the name of the context");
    }
    return name;
  }

  /** Judges what was entered and never returned as if it had succeeded. */
  @Override
  public void finish() throws BadRecordingException {
    unfinished = open.size();
    List<OpenCall> left = new ArrayList<>(open.values());
    left.sort(Comparator.comparingLong(OpenCall::line));
    for (OpenCall call : left) {
      String fault = Plausibility.faultOfArguments(call.call);
      if (fault != null) {
        throw cursor.badAt(call.line, fault);
      }
    }
  }

  @Override
  public Tolerated tolerated() {
    return new Tolerated(0, 0, queue.givenUp(), orphans, unfinished, 0);
  }

  @Override
  public String taskName(int task) {
    return TaskNumbers.nameOf(task);
  }
}
