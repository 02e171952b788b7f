package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Access;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.NotifierFamily;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The golden traces A1 to A22: what a recording subscriber sees of Linux 5.12, from reading its
 * sources (mm/mmu_notifier.c, mm/memory.c, mm/rmap.c, mm/ksm.c, mm/mprotect.c, mm/oom_kill.c).
 */
class GoldenTracesTest {
  private final Simulation sim =
      new Simulation(MachineOptions.defaults().with(KernelVersion.V5_12));
  private Trace trace;

  @AfterEach
  void shouldLeaveNothing() {
    if (!sim.process.exited()) {
      sim.process.exit();
    }
    if (trace != null) {
      trace.close();
    }
    sim.close();
    assertEquals(0, sim.machine.framesInUse());
    assertEquals(List.of(), sim.core.violations());
  }

  private void watch(int pages) {
    trace = new Trace(sim.process, pages);
  }

  private void written(long pages) {
    sim.map(0, pages);
    sim.write(0, pages);
    watch((int) pages);
  }

  @Test
  void shouldMatchA1MunmapWithoutOverflow() {
    written(4);
    sim.munmap(0, 4);
    assertEquals("V(UNMAP 0-4 B) S(UNMAP 0-4 B) P I(0-4) E T I(0-4) F", trace.seen());
  }

  @Test
  void shouldMatchA2MunmapThatFillsTheBatchTwice() {
    written(20 * 1024);
    sim.munmap(0, 20 * 1024);
    assertEquals(
        "V(UNMAP 0-20480 B) S(UNMAP 0-20480 B) P T I(0-8192) F P T I(8192-16384) F P I(0-20480) E"
            + " T I(16384-20480) F",
        trace.seen());
  }

  @Test
  void shouldMatchA3DontneedOfOnePage() {
    written(4);
    sim.madvise(1, 1, Advice.DONTNEED);
    assertEquals("V(CLEAR 1-2 B) S(CLEAR 1-2 B) P I(1-2) E T I(1-2) F", trace.seen());
  }

  @Test
  void shouldMatchA4MprotectOfPopulatedMemory() {
    written(512);
    sim.mprotect(0, 512, Protection.R);
    assertEquals(
        "V(PROTECTION_VMA 0-512 B) S(PROTECTION_VMA 0-512 B) P I(0-512) E T", trace.seen());
  }

  @Test
  void shouldMatchA5MprotectOfUntouchedMemory() {
    sim.map(0, 512);
    watch(512);
    sim.mprotect(0, 512, Protection.R);
    assertEquals("", trace.seen());
  }

  @Test
  void shouldMatchA6ForkOfThreePrivateMappings() {
    for (long page : new long[] {0, 8, 16}) {
      sim.map(page, 4);
      sim.write(page, page + 1);
    }
    sim.process.mmap(Simulation.anonymous(24, 4).with(Sharing.SHARED));
    sim.write(24, 25);
    watch(32);
    UserProcess child = sim.process.fork("child");
    assertEquals(
        "V(PROTECTION_PAGE 0-4 B) S(PROTECTION_PAGE 0-4 B) P I(0-4) E"
            + " V(PROTECTION_PAGE 8-12 B) S(PROTECTION_PAGE 8-12 B) P I(8-12) E"
            + " V(PROTECTION_PAGE 16-20 B) S(PROTECTION_PAGE 16-20 B) P I(16-20) E T",
        trace.seen());
    child.exit();
  }

  @Test
  void shouldMatchA7WriteToASharedPage() {
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    watch(1);
    sim.write(0, 1);
    assertEquals("V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) C(0) P E", trace.seen());
    child.exit();
  }

  @Test
  void shouldMatchA8WriteToAPageOfItsOwn() {
    sim.map(0, 1);
    sim.write(0, 1);
    sim.process.fork("child").exit();
    watch(0);
    sim.write(0, 1);
    assertEquals("", trace.seen());
  }

  @Test
  void shouldMatchA9FirstTouch() {
    sim.map(0, 2);
    watch(0);
    sim.write(0, 1);
    sim.read(1, 2);
    assertEquals("", trace.seen());
  }

  @Test
  void shouldMatchA10MergeOfOnePage() {
    UserProcess other = sim.machine.spawn("other");
    other.mmap(Simulation.anonymous(0, 1));
    mergeable(other);
    sim.map(0, 1);
    mergeable(sim.process);
    watch(1);
    sim.machine.mergeEqualPages(); // the second of two equal pages becomes the shared one
    String step = "V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T C(0) P I(0-1) E";
    assertEquals(step + " " + step, trace.seenWithoutFrees());
    other.exit();
  }

  private static void mergeable(UserProcess process) {
    assertEquals(FaultOutcome.OK, process.fill(Simulation.at(0), 7));
    assertEquals(0, process.madvise(Simulation.at(0), Simulation.PAGE, Advice.MERGEABLE));
  }

  private void coldPage() {
    sim.machine.createGroup("g");
    sim.machine.swapOn(4);
    sim.map(0, 1);
    sim.write(0, 1);
    sim.madvise(0, 1, Advice.COLD);
    watch(1);
  }

  @Test
  void shouldMatchA11ReclaimOfAPrivatePage() {
    coldPage();
    assertEquals(1, sim.machine.reclaim(1));
    assertEquals("Y V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) I(0-1) E", trace.seenWithoutFrees());
    assertEquals(1, sim.machine.swapUsed());
  }

  @Test
  void shouldMatchA12ReclaimOfAPageThatADeviceUses() {
    coldPage();
    trace.young = true;
    assertEquals(0, sim.machine.reclaim(1));
    assertTrue(trace.seen().matches("Y( Y)*"), "asked again, never unmapped");
  }

  /** Seen by a process that shares the page, and does not take part in the move. */
  @Test
  void shouldMatchA13MigrationOfOnePage() {
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    watch(1);
    RecordingMemory device = new RecordingMemory(1);
    child.pages().migrateToDevice(Simulation.at(0), Simulation.at(1), device);
    String restored = " P";
    assertEquals("V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) E" + restored, trace.seenWithoutFrees());
    child.exit();
  }

  @Test
  void shouldMatchA14MigrationToADevice() {
    sim.map(0, 2);
    sim.write(0, 1);
    watch(2);
    RecordingMemory device = new RecordingMemory(2);
    sim.process.pages().migrateToDevice(Simulation.at(0), Simulation.at(2), device);
    String what = "(MIGRATE 0-2 B " + device.owner + ")";
    String holes = "(MIGRATE 1-2 B " + device.owner + ")";
    assertEquals(
        "V" + what + " S" + what + " P T I(0-2) E V" + holes + " S" + holes + " P E P",
        trace.seenWithoutFrees());
  }

  /** The machine has no marks of soft-dirty pages, so no entry changes. */
  @Test
  void shouldMatchA15SoftDirtyReset() {
    written(1);
    sim.process.clearRefs(4);
    assertEquals("V(SOFT_DIRTY all B) S(SOFT_DIRTY all B) I(all) E T", trace.seen());
  }

  private OomReaper oom() {
    for (long page : new long[] {0, 8, 16}) {
      sim.map(page, 4);
      sim.write(page, page + 4);
    }
    sim.process.mlock(Simulation.at(16), 4 * Simulation.PAGE);
    watch(20);
    OomReaper reaper = new OomReaper(sim.machine, ReaperPolicy.ATTEMPT);
    assertEquals(sim.process, reaper.kill().victim().orElseThrow());
    return reaper;
  }

  @Test
  void shouldMatchA16ReapOfTwoMappingsAndALockedOne() {
    assertEquals(Reap.Outcome.REAPED, oom().run().get(0).outcome());
    assertEquals(
        "V(UNMAP 0-4 N) S(UNMAP 0-4 N) P I(0-4) E(N) T I(0-4) F"
            + " V(UNMAP 8-12 N) S(UNMAP 8-12 N) P I(8-12) E(N) T I(8-12) F",
        trace.seen());
  }

  @Test
  void shouldMatchA17ReapThatAnIntervalRefuses() {
    OomReaper reaper = oom();
    trace.refusal = range -> range.start() == Simulation.at(0);
    Reap reap = reaper.run().get(0);
    String first = "V(UNMAP 0-4 N)->no V(UNMAP 8-12 N) S(UNMAP 8-12 N) P I(8-12) E(N) T I(8-12) F";
    String again = " V(UNMAP 0-4 N)->no V(UNMAP 8-12 N) S(UNMAP 8-12 N) I(8-12) E(N)";
    assertEquals(first + again.repeat(9), trace.seen());
    assertEquals(List.of(10, 1000L), List.of(reap.attempts(), reap.finishedMillis()));
  }

  @Test
  void shouldMatchA18ReapThatAListSubscriberRefuses() {
    OomReaper reaper = oom();
    sim.process.space().subscribe(new Refusing(), Declaration.declining("x"));
    reaper.run();
    String refused = "V(UNMAP %1$s N) X(%1$s)->no S(UNMAP %1$s N) E(N)";
    String attempt = String.format(refused, "0-4") + " " + String.format(refused, "8-12");
    assertEquals((attempt + " ").repeat(10).strip(), trace.seen());
  }

  private final class Refusing implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      long page = (range.start() - Simulation.A) / Simulation.PAGE;
      trace.add("X(" + page + "-" + (page + 4) + ")->no");
      return Answer.WOULD_BLOCK;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  @Test
  void shouldMatchA19Exit() {
    written(2);
    sim.process.exit();
    assertEquals("V(RELEASE all B) R V(UNMAP all B) P T F", trace.seen());
  }

  @Test
  void shouldMatchA20UnregisterOfALiveSubscriber() throws InterruptedException {
    written(4);
    trace.listed().close();
    assertEquals("R", trace.seen());
    sim.munmap(0, 1);
    assertEquals("V(UNMAP 0-1 B) P T F", trace.seen(), "only the interval is left");
    Closed closed = new Closed();
    closed.subscription =
        sim.process.space().subscribe(closed, Declaration.neverBlocking("closed"));
    sim.munmap(1, 1);
    closed.closing.join();
    assertEquals(List.of("R", "start left", "E", "closed"), closed.told);
  }

  /** Is closed by another thread while its start runs. */
  private static final class Closed implements PairedNotifier {
    final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch closes = new CountDownLatch(1);
    private final Thread closing = new Thread(this::close);
    private Subscription subscription;

    private void close() {
      subscription.close();
      told.add("closed");
    }

    @Override
    public void start(InvalidationRange range) {
      closing.start();
      try {
        closes.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      told.add("start left");
    }

    @Override
    public void end(InvalidationRange range) {
      told.add("E");
    }

    @Override
    public void release(AddressSpace space) {
      told.add("R");
      closes.countDown();
    }
  }

  /** Something that happens inside the first start. */
  private static final class Meanwhile implements PairedNotifier {
    private Runnable action;

    Meanwhile(Runnable action) {
      this.action = action;
    }

    @Override
    public void start(InvalidationRange range) {
      Runnable once = action;
      action = () -> {};
      once.run();
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  @Test
  void shouldMatchA21LastPutOfALiveSubscriber() {
    written(4);
    List<String> told = new CopyOnWriteArrayList<>();
    SharedSubscription<PairedNotifier> only = sim.process.space().acquire(new Family(told));
    sim.munmap(0, 1);
    only.close();
    sim.core.awaitFrees();
    sim.munmap(1, 1);
    assertEquals(List.of("S", "E", "FREE"), told);
  }

  private record Family(List<String> told) implements NotifierFamily<PairedNotifier> {
    @Override
    public Declaration declaration() {
      return Declaration.neverBlocking("family");
    }

    @Override
    public PairedNotifier allocate(AddressSpace space) {
      return new PairedNotifier() {
        @Override
        public void start(InvalidationRange range) {
          told.add("S");
        }

        @Override
        public void end(InvalidationRange range) {
          told.add("E");
        }

        @Override
        public void release(AddressSpace from) {
          told.add("R");
        }
      };
    }

    @Override
    public void free(PairedNotifier notifier) {
      told.add("FREE");
    }
  }

  /** A truncation, inside whose first start another thread unmaps something else. */
  @Test
  void shouldMatchA22PairsOfTwoThreads() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 4 * Simulation.PAGE)
            .at(Simulation.at(0), Placement.FIXED)
            .with(Sharing.SHARED));
    Simulation.touch(sim.process, 0, 4, Access.READ);
    sim.map(8, 4);
    sim.write(8, 12);
    watch(0);
    Runnable elsewhere = () -> CompletableFuture.runAsync(() -> sim.munmap(8, 4)).join();
    sim.process.space().subscribe(new Meanwhile(elsewhere), Declaration.neverBlocking("m"));
    sim.process.files().ftruncate(file, 0);
    String once = "S(CLEAR 0-4 B)";
    assertEquals(
        "V(CLEAR 0-4 B) V(UNMAP 8-12 B) S(UNMAP 8-12 B) I(8-12) E T I(8-12) "
            + once
            + " I(0-4) E T I(0-4) V(CLEAR 0-4 B) S(CLEAR 0-4 B) I(0-4) E",
        trace.seenWithoutFrees());
    file.close();
  }
}
