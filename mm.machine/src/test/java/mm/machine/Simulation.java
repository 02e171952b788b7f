package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;

/** A machine with one process and a subscriber that writes down what it is told. */
public final class Simulation implements AutoCloseable {
  /** Start of the first region; addresses in tests are page numbers from here. */
  static final long A = 0x2000_0000_0000L;

  public static final long PAGE = AddressRange.PAGE_SIZE;

  final NotifierCore core = NotifierCore.create();
  public final Machine machine;
  public final UserProcess process;
  private final List<String> told = new ArrayList<>();
  private int depth;

  public Simulation() {
    this(MachineOptions.defaults());
  }

  public Simulation(MachineOptions options) {
    machine = new Machine(core, options);
    process = machine.spawn("p0");
    record(process);
  }

  /** Subscribes the recorder to the present space of a process. */
  public void record(UserProcess other) {
    other.space().subscribe(new Recorder(), Declaration.neverBlocking("recorder"));
  }

  public static long at(long page) {
    return A + page * PAGE;
  }

  public static MapRequest anonymous(long page, long pages) {
    return MapRequest.anonymous(pages * PAGE).at(at(page), Placement.FIXED_NOREPLACE);
  }

  public long map(long page, long pages) {
    return process.mmap(anonymous(page, pages));
  }

  public long munmap(long page, long pages) {
    return process.munmap(at(page), pages * PAGE);
  }

  public long mprotect(long page, long pages, Protection protection) {
    return process.mprotect(at(page), pages * PAGE, protection);
  }

  public long madvise(long page, long pages, Advice advice) {
    return process.madvise(at(page), pages * PAGE, advice);
  }

  public void read(long from, long to) {
    touch(process, from, to, Access.READ);
  }

  public void write(long from, long to) {
    touch(process, from, to, Access.WRITE);
  }

  public static void touch(UserProcess who, long from, long to, Access access) {
    for (long page = from; page < to; page++) {
      assertEquals(FaultOutcome.OK, who.touch(at(page), access), "page " + page);
    }
  }

  /**
   * What was told since the last call: event and page numbers, one level of '>' per open section.
   */
  public List<String> told() {
    List<String> copy = List.copyOf(told);
    told.clear();
    return copy;
  }

  public void forget() {
    told.clear();
  }

  /** The mappings in page numbers with protection and sharing. */
  public List<String> layout() {
    return process.proc().maps().list().stream()
        .map(
            view ->
                page(view.start())
                    + "-"
                    + page(view.end())
                    + " "
                    + view.protection()
                    + (view.sharing() == Sharing.SHARED ? " shared" : ""))
        .toList();
  }

  private static long page(long address) {
    return (address - A) / PAGE;
  }

  @Override
  public void close() {
    process.exit();
    core.close();
  }

  private final class Recorder implements PairedNotifier {
    @Override
    public synchronized void start(InvalidationRange range) {
      told.add(">".repeat(depth) + text(range));
      depth++;
    }

    @Override
    public synchronized void end(InvalidationRange range) {
      depth--;
    }

    @Override
    public void release(AddressSpace space) {
      told.add("RELEASE");
    }

    private static String text(InvalidationRange range) {
      if (range.end() == AddressRange.TOP) {
        return range.event() + " all";
      }
      return range.event() + " " + page(range.start()) + "-" + page(range.end());
    }
  }
}
