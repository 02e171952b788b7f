package mm.machine.advice;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.Protection;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which pages a write copies because they wait to be freed lazily, as recorded from Linux 6.18: the
 * last n modulo 31, until something empties the queue.
 */
final class LazyFreeTest {
  private static final long WAITING = 100;
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  @Test
  void shouldCopyPagesThatWaitAfterAForkEvenWhenTheChildIsGone() {
    assertEquals(copies(31, 40), afterwards(sim -> {}));
    sim.write(0, 40);
    assertEquals(List.of(), sim.told(), "they are copies now");
  }

  @Test
  void shouldReuseThemOnceSomethingHasEmptiedTheQueue() {
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING, 1, Advice.COLD)));
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING, 1, Advice.PAGEOUT)));
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING, 1, Advice.FREE)));
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING, 1, Advice.WILLNEED)));
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING, 1, Advice.POPULATE_READ)));
    assertEquals(List.of(), afterwards(sim -> sim.madvise(WAITING + 40, 1, Advice.POPULATE_READ)));
    assertEquals(List.of(), afterwards(sim -> sim.process.mlock(at(WAITING), PAGE)));
    assertEquals(List.of(), afterwards(LazyFreeTest::punch));
    assertEquals(List.of(), afterwards(LazyFreeTest::sync));
  }

  @Test
  void shouldGoOnWaitingWhateverElseHappens() {
    assertEquals(copies(31, 40), afterwards(sim -> sim.read(0, 40)));
    assertEquals(copies(31, 40), afterwards(sim -> sim.madvise(WAITING, 4, Advice.DONTNEED)));
    assertEquals(copies(31, 40), afterwards(sim -> sim.munmap(WAITING, 4)));
    assertEquals(copies(31, 40), afterwards(sim -> sim.process.fork("c2").exit()));
    assertEquals(copies(31, 40), afterwards(sim -> sim.mprotect(WAITING, 9, Protection.R)));
  }

  @Test
  void shouldReuseAPageThatWasNeverShared() {
    sim.map(0, 40);
    sim.write(0, 40);
    sim.madvise(0, 40, Advice.FREE);
    sim.mprotect(0, 40, Protection.R);
    sim.mprotect(0, 40, Protection.RW);
    sim.forget();
    sim.write(0, 40);
    assertEquals(List.of(), sim.told());
  }

  @Test
  void shouldNotLetAHugePageWait() {
    sim.map(472, 600);
    sim.madvise(512, 512, Advice.HUGEPAGE);
    sim.write(472, 1030);
    UserProcess child = sim.process.fork("c1");
    sim.madvise(472, 600, Advice.FREE);
    child.exit();
    sim.forget();
    sim.write(472, 1030);
    assertEquals(copies(1024, 1030), sim.told(), "it takes those before it out of the queue");
  }

  /** What a write to 40 freed pages tells, with something between; starts anew. */
  private List<String> afterwards(Consumer<Simulation> between) {
    sim.munmap(0, 200);
    sim.map(0, 40);
    sim.write(0, 40);
    sim.map(WAITING, 10);
    sim.write(WAITING, WAITING + 4);
    UserProcess child = sim.process.fork("c1");
    sim.madvise(0, 40, Advice.FREE);
    child.exit();
    between.accept(sim);
    sim.forget();
    sim.write(0, 40);
    return sim.told();
  }

  private static void punch(Simulation sim) {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.files().punchHole(file, 0, PAGE);
    file.close();
  }

  private static void sync(Simulation sim) {
    Backing file = sim.machine.createFile("f", FileKind.REGULAR, 4, FileContent.DIRTY);
    sim.process.files().fsync(file);
    file.close();
  }

  private static List<String> copies(long from, long to) {
    return LongStream.range(from, to).mapToObj(page -> "CLEAR " + page + "-" + (page + 1)).toList();
  }
}
