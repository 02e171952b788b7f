package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The golden traces A1 to A10 and A15: system calls, faults, merging. */
class GoldenOperationsTest extends GoldenTraces {
  @Test
  void shouldMatchA1MunmapWithoutOverflow() {
    written(4);
    sim.munmap(0, 4);
    assertEquals("V(UNMAP 0-4 B) S(UNMAP 0-4 B) P I(0-4) E T I(0-4) F", trace().seen());
  }

  @Test
  void shouldMatchA2MunmapThatFillsTheBatchTwice() {
    written(20 * 1024);
    sim.munmap(0, 20 * 1024);
    assertEquals(
        "V(UNMAP 0-20480 B) S(UNMAP 0-20480 B) P T I(0-8192) F P T I(8192-16384) F P I(0-20480) E"
            + " T I(16384-20480) F",
        trace().seen());
  }

  @Test
  void shouldMatchA3DontneedOfOnePage() {
    written(4);
    sim.madvise(1, 1, Advice.DONTNEED);
    assertEquals("V(CLEAR 1-2 B) S(CLEAR 1-2 B) P I(1-2) E T I(1-2) F", trace().seen());
  }

  @Test
  void shouldMatchA4MprotectOfPopulatedMemory() {
    written(512);
    sim.mprotect(0, 512, Protection.R);
    assertEquals(
        "V(PROTECTION_VMA 0-512 B) S(PROTECTION_VMA 0-512 B) P I(0-512) E T", trace().seen());
  }

  @Test
  void shouldMatchA5MprotectOfUntouchedMemory() {
    sim.map(0, 512);
    watch(512);
    sim.mprotect(0, 512, Protection.R);
    assertEquals("", trace().seen());
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
        trace().seen());
    child.exit();
  }

  @Test
  void shouldMatchA7WriteToASharedPage() {
    sim.map(0, 1);
    sim.write(0, 1);
    UserProcess child = sim.process.fork("child");
    watch(1);
    sim.write(0, 1);
    assertEquals("V(CLEAR 0-1 B) S(CLEAR 0-1 B) P T I(0-1) C(0) P E", trace().seen());
    child.exit();
  }

  @Test
  void shouldMatchA8WriteToAPageOfItsOwn() {
    sim.map(0, 1);
    sim.write(0, 1);
    sim.process.fork("child").exit();
    watch(0);
    sim.write(0, 1);
    assertEquals("", trace().seen());
  }

  @Test
  void shouldMatchA9FirstTouch() {
    sim.map(0, 2);
    watch(0);
    sim.write(0, 1);
    sim.read(1, 2);
    assertEquals("", trace().seen());
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
    assertEquals(step + " " + step, trace().seenWithoutFrees());
    other.exit();
  }

  private static void mergeable(UserProcess process) {
    assertEquals(FaultOutcome.OK, process.fill(Simulation.at(0), 7));
    assertEquals(0, process.madvise(Simulation.at(0), Simulation.PAGE, Advice.MERGEABLE));
  }

  @Test
  void shouldMatchA15SoftDirtyReset() {
    written(1);
    sim.process.proc().clearRefs(4);
    assertEquals("V(SOFT_DIRTY all B) S(SOFT_DIRTY all B) P I(all) E T", trace().seen());
    sim.write(0, 1);
    assertEquals("P", trace().seen(), "the next write is seen, and nobody is told");
  }
}
