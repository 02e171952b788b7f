package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A victim exits on its own thread while the reaper takes its memory. */
class ExitReaperRaceTest {
  private static final int ROUNDS = 200;
  private static final int MAPPINGS = 6;
  private static final int PAGES = 40;

  private final NotifierCore core = NotifierCore.create();
  private final Machine machine = new Machine(core);
  private final ShadowChecker checker = new ShadowChecker(machine);
  private final ExecutorService exits = Executors.newSingleThreadExecutor();
  private final Set<Reap.Outcome> outcomes = EnumSet.noneOf(Reap.Outcome.class);

  /**
   * Counts; a start may still meet the release, as in Linux, but comes no more when that is done.
   */
  private static final class Ear implements PairedNotifier {
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger releases = new AtomicInteger();

    @Override
    public void start(InvalidationRange range) {
      starts.incrementAndGet();
    }

    @Override
    public void end(InvalidationRange range) {
      ends.incrementAndGet();
    }

    @Override
    public void release(AddressSpace space) {
      releases.incrementAndGet();
    }
  }

  @AfterEach
  void close() {
    exits.shutdown();
    core.close();
  }

  private UserProcess victim() {
    UserProcess victim = machine.spawn("victim");
    for (int i = 0; i < MAPPINGS; i++) {
      victim.mmap(Simulation.anonymous(i * 100, PAGES));
      for (int page = 0; page < PAGES; page++) {
        victim.touch(Simulation.at(i * 100 + page), Access.WRITE);
      }
    }
    return victim;
  }

  @Test
  @Timeout(120)
  void shouldFreeEverythingOnceWhoeverComesFirst() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      race(round);
    }
    assertEquals(List.of(), checker.findings());
    assertEquals(List.of(), core.violations());
    assertTrue(outcomes.contains(Reap.Outcome.REAPED), "reaped: " + outcomes);
  }

  private void race(int round) throws Exception {
    UserProcess victim = victim();
    Ear ear = new Ear();
    victim.space().subscribe(ear, Declaration.neverBlocking("ear"));
    MirrorDevice device = MirrorDevice.attach(victim);
    checker.watch(victim, "mirror", device);
    device.access(Simulation.at(round % PAGES), Access.WRITE);
    OomReaper reaper = new OomReaper(machine, ReaperPolicy.ATTEMPT);
    assertEquals(OomChoice.Reason.WORST, reaper.kill().reason());
    CyclicBarrier together = new CyclicBarrier(2);
    Future<Integer> exit =
        exits.submit(
            () -> {
              together.await();
              spin(round);
              victim.exit();
              return ear.starts.get();
            });
    together.await();
    reaper.run().forEach(reap -> outcomes.add(reap.outcome()));
    assertEquals(exit.get(), ear.starts.get(), "told after the exit");
    assertEquals(1, ear.releases.get());
    assertEquals(ear.starts.get(), ear.ends.get());
    assertEquals(0, machine.framesInUse());
    assertEquals(List.of(), machine.audit());
  }

  /** The exit comes a little later in each round, so that it meets the reaper everywhere. */
  private static void spin(int round) {
    for (int i = 0; i < round * 50; i++) {
      Thread.onSpinWait();
    }
  }
}
