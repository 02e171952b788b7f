package mm.bench.suite;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions.Guards;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.bench.callback.IntervalCallback;
import mm.bench.callback.ListCallback;
import mm.machine.Advice;
import mm.machine.FaultOutcome;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.IntervalNotifier;
import mm.spi.PairedNotifier;

/**
 * A process with private memory, every page of it written, and two subscribers that are told of
 * every change: one of the list, one of an interval that is all of the memory.
 */
final class Populated {
  /** 1 GiB. */
  static final int PAGES = 1 << 18;

  private static final int WARM_TURNS = 1000;

  final UserProcess process;
  private final long start;
  private final int pages;

  private Populated(UserProcess process, int pages) {
    this.process = process;
    this.pages = pages;
    start = checked(process.mmap(MapRequest.anonymous(bytes(pages))));
  }

  /** Memory without subscribers, of a machine of its own. */
  static Populated alone(int pages) {
    return touched(new Machine(Spaces.core(Guards.OFF)), pages);
  }

  /** More memory of the same machine, in another process. */
  Populated another(int pages) {
    return touched(process.machine(), pages);
  }

  /** The first two subscribers, on a machine that has called sixteen classes of each kind. */
  static Populated watched(int pages) {
    Machine machine = new Machine(Spaces.core(Guards.OFF));
    List<PairedNotifier> lists = ListCallback.distinct(Spaces.CLASSES);
    List<IntervalNotifier> intervals = IntervalCallback.distinct(Spaces.CLASSES);
    Populated crowded = touched(machine, Spaces.CLASSES);
    for (int i = 0; i < Spaces.CLASSES; i++) {
      crowded.subscribe(lists.get(i), intervals.get(i));
    }
    for (int i = 0; i < WARM_TURNS; i++) {
      crowded.turn();
    }
    crowded.process.exit();
    Populated memory = touched(machine, pages);
    memory.checkTold(memory.subscribe(lists.get(0), intervals.get(0)));
    return memory;
  }

  private static Populated touched(Machine machine, int pages) {
    Populated memory = new Populated(machine.spawn("bench"), pages);
    memory.touch(0, pages);
    return memory;
  }

  private IntervalSubscription subscribe(PairedNotifier list, IntervalNotifier interval) {
    process.space().subscribe(list, Spaces.DECLARATION);
    return process.space().subscribe(start, start + bytes(pages), interval, Spaces.DECLARATION);
  }

  private void turn() {
    discard(0, 1);
    touch(0, 1);
  }

  /** That what is timed tells the subscriber, and takes the page. */
  private void checkTold(IntervalSubscription subscription) {
    long before = subscription.readBegin(0);
    int frames = process.machine().framesInUse();
    discard(pages / 2, 1);
    if (!subscription.readRetry(before) || process.machine().framesInUse() != frames - 1) {
      throw new IllegalStateException("WRONG ANSWER of the machine: a discard told nobody");
    }
    touch(pages / 2, 1);
  }

  /** Makes pages present. */
  void touch(int first, int count) {
    for (int i = first; i < first + count; i++) {
      if (process.touch(address(i), Access.WRITE) != FaultOutcome.OK) {
        throw new IllegalStateException("WRONG ANSWER of the machine: page " + i + " is not there");
      }
    }
  }

  void discard(int first, int count) {
    checked(process.madvise(address(first), bytes(count), Advice.DONTNEED));
  }

  long section(int page) {
    AddressSpace space = process.space();
    long section = space.begin(InvalidationEvent.CLEAR, address(page), address(page + 1));
    space.end(section);
    return section;
  }

  void unmap(int page) {
    checked(process.munmap(address(page), bytes(1)));
  }

  void protect(int page, Protection protection) {
    checked(process.mprotect(address(page), bytes(1), protection));
  }

  /** Maps a page that was unmapped, and makes it present. */
  void restore(int page) {
    MapRequest request = MapRequest.anonymous(bytes(1)).at(address(page), Placement.FIXED);
    checked(process.mmap(request));
    touch(page, 1);
  }

  private long address(int page) {
    return start + bytes(page);
  }

  private static long bytes(int pages) {
    return (long) pages << AddressRange.PAGE_SHIFT;
  }

  private static long checked(long result) {
    if (result < 0) {
      throw new IllegalStateException("WRONG ANSWER of the machine: error " + -result);
    }
    return result;
  }
}
