package mm.stress.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.PairedNotifier;
import mm.stress.Engines;
import org.junit.jupiter.api.Test;

/**
 * Sections on two threads while subscribers come and go: for each of them starts equal ends, and
 * nothing comes after its close. A million sections by default, {@code -Dmm.sections} for more.
 *
 * <p>In three spaces, because it depends on who subscribes in which way sections are opened: one
 * whose only subscriber comes and goes, one of paired list subscribers, one of all kinds.
 */
class SectionsAndVisitorsIT {
  private static final int THREADS = 2;
  private static final int FEWEST_VISITS = 10;
  private static final int SECTIONS = Integer.getInteger("mm.sections", 1_000_000);

  private final NotifierCore core = Engines.core();
  private final AddressSpace deserted = core.createSpace("deserted");
  private final AddressSpace paired = core.createSpace("paired");
  private final AddressSpace mixed = core.createSpace("mixed");
  private final AddressSpace[] spaces = {deserted, paired, mixed};
  private final AtomicInteger running = new AtomicInteger(THREADS);
  private volatile int visits; // written by the visitors' thread

  /** Counts per thread, plainly: close has to order the last of it. */
  private static final class Visitor implements PairedNotifier {
    private final Counts[] counts = {new Counts(), new Counts()};

    private static final class Counts {
      private long starts;
      private long ends;
    }

    private Counts mine() {
      return counts[((Worker) Thread.currentThread()).number];
    }

    @Override
    public void start(InvalidationRange range) {
      mine().starts++;
    }

    @Override
    public void end(InvalidationRange range) {
      mine().ends++;
    }

    @Override
    public void release(AddressSpace space) {}

    long assertBalanced() {
      long starts = 0;
      for (Counts each : counts) {
        assertEquals(each.starts, each.ends);
        starts += each.starts;
      }
      return starts;
    }
  }

  /** Declines a third of what may be declined. */
  private static final class Moody implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      boolean may = range.blocking() == Blocking.FORBIDDEN;
      return may && range.start() % 3 == 0 ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  /** Opens and closes sections, every fourth with another one inside. */
  private final class Worker extends Thread {
    private final int number;
    private final SplittableRandom random;
    private final long[] begun = new long[spaces.length];
    private Throwable thrown;

    Worker(int number) {
      this.number = number;
      random = new SplittableRandom(number);
    }

    @Override
    public void run() {
      try {
        for (int done = 0; done < SECTIONS / THREADS || visits < FEWEST_VISITS; ) {
          done += section(0);
        }
      } catch (Throwable t) {
        thrown = t;
      } finally {
        running.decrementAndGet();
      }
    }

    private int section(int depth) {
      int bits = random.nextInt();
      int where = (bits >>> 16) % spaces.length;
      AddressSpace space = spaces[where];
      begun[where]++;
      long start = (bits >>> 8 & 63) * AddressRange.PAGE_SIZE;
      long end = start + AddressRange.PAGE_SIZE;
      long stamp =
          (bits & 1) == 0
              ? space.begin(InvalidationEvent.CLEAR, start, end)
              : space.tryBegin(InvalidationEvent.UNMAP, start, end);
      int sections = 1;
      if (depth < 3 && (bits & 6) == 0) {
        sections += section(depth + 1);
      }
      if (stamp != AddressSpace.DECLINED) {
        space.end(stamp);
      }
      return sections;
    }
  }

  @Test
  void shouldEndWhatWasStartedForEveryVisitor_R2_1_R2_4_R4_1_R4_3() throws InterruptedException {
    Worker[] workers = {new Worker(0), new Worker(1)};
    Visitor[] residents = {new Visitor(), new Visitor()};
    Subscription[] stay = {reside(paired, residents[0]), reside(mixed, residents[1])};
    for (Worker each : workers) {
      each.start();
    }
    while (running.get() > 0) {
      visit();
      visits = visits + 1;
    }
    for (Worker each : workers) {
      each.join();
      assertEquals(null, each.thrown);
    }
    for (int i = 0; i < residents.length; i++) {
      stay[i].close();
      assertEquals(
          workers[0].begun[i + 1] + workers[1].begun[i + 1], residents[i].assertBalanced());
    }
    for (AddressSpace each : spaces) {
      assertEquals(List.of(), each.openSections());
    }
    assertEquals(List.of(), core.violations());
  }

  private static Subscription reside(AddressSpace in, Visitor resident) {
    return in.subscribe(resident, Declaration.neverBlocking("resident"));
  }

  private void visit() {
    visit(deserted);
    visit(paired);
    Subscription moody = mixed.subscribe(new Moody(), Declaration.declining("moody"));
    IntervalSubscription interval =
        mixed.subscribe(
            0,
            8 * AddressRange.PAGE_SIZE,
            (its, range, sequence) -> {
              its.setSequence(sequence);
              return Answer.DONE;
            },
            Declaration.neverBlocking("interval"));
    visit(mixed);
    moody.close();
    interval.close();
  }

  private static void visit(AddressSpace where) {
    Visitor visitor = new Visitor();
    Subscription subscription = where.subscribe(visitor, Declaration.neverBlocking("visitor"));
    subscription.close();
    long starts = visitor.assertBalanced();
    subscription.close();
    assertEquals(starts, visitor.assertBalanced(), "something came after close");
  }
}
