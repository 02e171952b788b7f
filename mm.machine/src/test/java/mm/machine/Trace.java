package mm.machine;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.Subscription;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Pte;
import mm.spi.AgingNotifier;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/**
 * What a subscriber with every ability sees of one process, in the notation of the golden traces: V
 * interval callback, S start, E end, I secondary-TLB flush, C changed entry, Y young, R release;
 * and what has happened to the process since the callback before: F frames freed, P page-table
 * entries changed, T flushes of the CPU's TLB. Ranges are page numbers, {@code B} and {@code N} say
 * whether callbacks may block.
 */
final class Trace implements AutoCloseable {
  private static final long STABLE = ~(Pte.OLD | Pte.DIRTY | Pte.DATA);

  private final UserProcess process;
  private final ProcessMemory memory;
  private final List<String> seen = new ArrayList<>();
  private final long[] watched;
  private final Subscription listed;
  private final IntervalSubscription interval;
  private int frames;
  private long flushes;

  /** Whether the interval callback declines a range where it may. */
  interface Refusal {
    boolean refuses(InvalidationRange range);
  }

  Refusal refusal = range -> false;
  boolean young;

  /** Watches the first pages from {@link Simulation#A} on. */
  Trace(UserProcess process, int pages) {
    this.process = process;
    memory = process.memory();
    watched = new long[pages];
    Declaration who = Declaration.declining("trace");
    listed = process.space().subscribe(new Listed(), Declaration.neverBlocking("trace"));
    interval = process.space().subscribe(0, AddressRange.TOP, this::invalidated, who);
    begin();
  }

  /** Forgets what was seen so far. */
  void begin() {
    look();
    seen.clear();
  }

  /** Everything seen since, with what happened after the last callback. */
  String seen() {
    boolean freed = frames > process.machine().framesInUse();
    changes();
    if (freed) {
      seen.add("F");
    }
    String all = String.join(" ", seen);
    begin();
    return all;
  }

  /** The same for operations whose golden trace does not speak of frames. */
  String seenWithoutFrees() {
    return seen().replace(" F", "");
  }

  Subscription listed() {
    return listed;
  }

  private void look() {
    frames = process.machine().framesInUse();
    flushes = memory.flushes();
    entriesChanged();
  }

  private void changes() {
    if (entriesChanged()) {
      seen.add("P");
    }
    long now = memory.flushes();
    for (; flushes < now; flushes++) {
      seen.add("T");
    }
  }

  private boolean entriesChanged() {
    boolean changed = false;
    for (int i = 0; i < watched.length; i++) {
      long entry = memory.tables().get(Simulation.at(i)) & STABLE;
      changed |= entry != watched[i];
      watched[i] = entry;
    }
    return changed;
  }

  private void saw(String what) {
    if (frames > process.machine().framesInUse()) {
      seen.add("F");
    }
    frames = process.machine().framesInUse();
    changes();
    seen.add(what);
  }

  private static String pages(long start, long end) {
    return end == AddressRange.TOP ? "all" : page(start) + "-" + page(end);
  }

  private static long page(long address) {
    return (address - Simulation.A) / Simulation.PAGE;
  }

  private static String text(InvalidationRange range) {
    String owner = range.owner() == MigrationOwner.NONE ? "" : " " + range.owner();
    return range.event()
        + " "
        + pages(range.start(), range.end())
        + (range.blocking() == Blocking.ALLOWED ? " B" : " N")
        + owner;
  }

  private Answer invalidated(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    subscription.setSequence(sequence);
    boolean refused = range.blocking() == Blocking.FORBIDDEN && refusal.refuses(range);
    saw("V(" + text(range) + ")" + (refused ? "->no" : ""));
    return refused ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  /** Another list subscriber writes here too. */
  void add(String what) {
    saw(what);
  }

  @Override
  public void close() {
    interval.close();
  }

  private final class Listed
      implements PairedNotifier, AgingNotifier, SecondaryTlbNotifier, PteChangeNotifier {
    @Override
    public void start(InvalidationRange range) {
      saw("S(" + text(range) + ")");
    }

    @Override
    public void end(InvalidationRange range) {
      saw(range.blocking() == Blocking.ALLOWED ? "E" : "E(N)");
    }

    @Override
    public void release(AddressSpace space) {
      saw("R");
    }

    @Override
    public void flushSecondaryTlb(AddressSpace space, long start, long end) {
      saw("I(" + pages(start, end) + ")");
    }

    @Override
    public void changePte(AddressSpace space, long address, long frame) {
      saw("C(" + page(address) + ")");
    }

    @Override
    public boolean clearFlushYoung(AddressSpace space, long start, long end) {
      saw("Y");
      return young;
    }

    @Override
    public boolean clearYoung(AddressSpace space, long start, long end) {
      saw("y");
      return young;
    }

    @Override
    public boolean testYoung(AddressSpace space, long address) {
      saw("t");
      return young;
    }
  }
}
