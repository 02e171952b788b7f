package mm.conform.play;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.conform.script.Callback;
import mm.conform.script.CallbackKind;
import mm.conform.script.Hints;
import mm.conform.script.Hints.Nesting;
import mm.spi.AgingNotifier;
import mm.spi.PairedNotifier;

/** Writes down, in order, what all subscribers of a case are told, and checks that starts end. */
final class Recording {
  /** Nothing is expected to be longer; what comes after it is dropped, so a case stays small. */
  private static final int LONGEST = 1 << 20;

  private static final String OTHER_PROCESS = "other-process";

  /** Whether anything is kept. */
  private enum State {
    WAITING,
    RUNNING,
    STOPPED
  }

  private final List<Callback> told = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private State state = State.WAITING;
  private String running = World.FIRST;
  private String firstFault;

  void start() {
    state = State.RUNNING;
  }

  void stop() {
    state = State.STOPPED;
  }

  /** Says which process runs from now on. */
  void runs(String process) {
    running = process;
  }

  /** Everything told so far; grows. */
  List<Callback> told() {
    return told;
  }

  /** A new subscriber's ear. */
  Listener listener(String subscriber, String process, GuestTables tables) {
    Listener listener = new Listener(subscriber, process, tables);
    listeners.add(listener);
    return listener;
  }

  /** What is wrong with the pairing, if anything; asked between steps, when nothing is open. */
  Optional<String> fault() {
    for (Listener each : listeners) {
      if (!each.open.isEmpty()) {
        blame("no end for the start of " + each.open.peek() + " at " + each.name);
      }
    }
    return Optional.ofNullable(firstFault);
  }

  private void blame(String fault) {
    if (firstFault == null) {
      firstFault = fault;
    }
  }

  private void add(Callback callback) {
    if (state == State.RUNNING && told.size() < LONGEST) {
      told.add(callback);
    }
  }

  /** One subscriber. The callbacks of different subscribers come one after the other. */
  final class Listener implements PairedNotifier, AgingNotifier {
    private final Deque<AddressRange> open = new ArrayDeque<>();
    private final String name;
    private final String process;
    private final GuestTables tables;

    private Listener(String name, String process, GuestTables tables) {
      this.name = name;
      this.process = process;
      this.tables = tables;
    }

    @Override
    public void start(InvalidationRange range) {
      Nesting nesting = open.isEmpty() ? Nesting.FLAT : Nesting.NESTED;
      Hints hints = new Hints(range.event().name(), context(), nesting);
      add(new Callback(CallbackKind.INVALIDATE_RANGE_START, range.start(), range.end(), hints));
      open.push(range.toRange());
      tables.drop(range.start(), range.end());
    }

    private String context() {
      return process.equals(running) ? "" : OTHER_PROCESS;
    }

    @Override
    public void end(InvalidationRange range) {
      if (open.isEmpty()) {
        blame("an end without a start of " + range.toRange() + " at " + name);
      } else if (!open.pop().equals(range.toRange())) {
        blame("the end of " + range.toRange() + " out of nesting order at " + name);
      }
    }

    @Override
    public boolean clearFlushYoung(AddressSpace space, long start, long end) {
      return age(CallbackKind.CLEAR_FLUSH_YOUNG, start, end);
    }

    @Override
    public boolean clearYoung(AddressSpace space, long start, long end) {
      return age(CallbackKind.CLEAR_YOUNG, start, end);
    }

    @Override
    public boolean testYoung(AddressSpace space, long address) {
      AddressRange page = AddressRange.page(address);
      return age(CallbackKind.TEST_YOUNG, page.start(), page.end());
    }

    private boolean age(CallbackKind kind, long start, long end) {
      add(new Callback(kind, start, end, new Hints("", context(), Nesting.FLAT)));
      return false;
    }

    @Override
    public void release(AddressSpace space) { // not recorded by the kernel's recorder either
      tables.release();
    }
  }
}
