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
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.Simulation;
import mm.machine.UserProcess;
import mm.spi.Access;
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

  @Test
  void shouldTellTheSourceOfAMoveThatLeftItBehind() {
    sim.map(0, 16);
    sim.write(0, 16);
    sim.madvise(0, 16, Advice.FREE);
    move(4, 4, 100);
    sim.forget();
    sim.madvise(100, 4, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 4-5", "CLEAR 100-101", "CLEAR 5-6"), sim.told().subList(0, 3));
    sim.madvise(0, 16, Advice.PAGEOUT);
    assertEquals(12, sim.told().size(), "the copy begins behind these pages, or they have gone");
  }

  @Test
  void shouldTellMappingsInOrderOfOffsetsThenOfLinks() {
    sim.map(0, 16);
    sim.write(0, 16);
    sim.madvise(0, 16, Advice.FREE);
    move(4, 4, 100);
    move(100, 2, 200);
    sim.process.mlock(at(4), 4 * PAGE); // cuts the source, which then comes last
    sim.forget();
    sim.madvise(200, 1, Advice.PAGEOUT);
    assertEquals(List.of("CLEAR 100-101", "CLEAR 200-201"), sim.told());
  }

  @Test
  void shouldTellTheParentOfPagesThatOnlyItsChildHas() {
    sim.map(0, 8);
    sim.write(0, 8);
    UserProcess child = sim.process.fork("c1");
    sim.write(0, 8);
    child.madvise(at(0), 8 * PAGE, Advice.FREE);
    sim.forget();
    child.madvise(at(0), 4 * PAGE, Advice.PAGEOUT);
    assertEquals(copies(0, 4), sim.told());
    Simulation.touch(child, 4, 7, Access.WRITE);
    child.madvise(at(0), 8 * PAGE, Advice.FREE);
    child.madvise(at(0), 8 * PAGE, Advice.PAGEOUT);
    assertEquals(copies(7, 8), sim.told());
    child.exit();
  }

  @Test
  void shouldNotTellTheGrandparentOfAParentsPages() {
    sim.map(0, 8);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("c1");
    Simulation.touch(child, 1, 8, Access.WRITE);
    UserProcess grandchild = child.fork("c2");
    child.munmap(at(0), 8 * PAGE);
    sim.write(0, 8);
    grandchild.madvise(at(0), 8 * PAGE, Advice.FREE);
    sim.forget();
    grandchild.madvise(at(0), 8 * PAGE, Advice.PAGEOUT);
    assertEquals(copies(0, 1), sim.told());
    grandchild.exit();
    child.exit();
  }

  /** As Linux 6.18: the split has moved the marks of writes from the entries to the pages. */
  @Test
  void shouldLeaveSharedPagesOfASplitHugePageAlone() {
    sim.map(0, 512);
    sim.madvise(0, 512, Advice.HUGEPAGE);
    sim.write(0, 512);
    sim.madvise(100, 1, Advice.COLD);
    UserProcess child = sim.process.fork("c1");
    sim.write(0, 2);
    sim.madvise(0, 512, Advice.FREE);
    child.exit();
    sim.forget();
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(copies(0, 2), sim.told(), "these are copies");
    sim.madvise(0, 512, Advice.FREE);
    sim.forget();
    sim.madvise(0, 512, Advice.PAGEOUT);
    assertEquals(510, sim.told().size(), "nobody shares them any more");
  }

  @Test
  void shouldLeaveSharedPagesAloneThatWereFoundWritten() {
    sim.map(0, 8);
    sim.write(0, 8);
    sim.madvise(0, 8, Advice.FREE);
    sim.write(0, 8);
    sim.madvise(0, 8, Advice.PAGEOUT);
    UserProcess child = sim.process.fork("c1");
    sim.madvise(0, 8, Advice.FREE);
    child.exit();
    sim.forget();
    sim.madvise(0, 8, Advice.PAGEOUT);
    assertEquals(List.of(), sim.told());
  }

  private void move(long page, long pages, long to) {
    RemapRequest request = RemapRequest.resize(at(page), pages * PAGE, pages * PAGE);
    assertEquals(at(to), sim.process.mremap(request.to(at(to)).with(RemapFlag.DONTUNMAP)));
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
