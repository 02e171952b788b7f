package mm.machine;

import static mm.machine.Simulation.PAGE;
import static mm.machine.Simulation.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.memory.ProcessMemory;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowCheckerTest {
  private final Simulation sim = new Simulation();
  private final ShadowChecker checker = new ShadowChecker(sim.machine);
  private final MirrorDevice device = MirrorDevice.attach(sim.process);

  @BeforeEach
  void watch() {
    checker.watch(sim.process, "mirror", device);
    sim.map(0, 16);
    sim.write(0, 16);
    for (long page = 0; page < 16; page++) {
      device.access(at(page), Access.WRITE);
    }
  }

  @AfterEach
  void close() {
    sim.close();
  }

  private StaleTranslation only() {
    assertEquals(1, checker.findings().size(), () -> checker.findings().toString());
    return checker.findings().get(0);
  }

  @Test
  void shouldFindNothingWrongWithACorrectDevice() {
    sim.munmap(0, 4);
    sim.mprotect(4, 4, Protection.R);
    sim.process.fork("c1").exit();
    sim.madvise(8, 4, Advice.DONTNEED);
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
    assertEquals(0, checker.stale("mirror"));
  }

  @Test
  void shouldNameDriverAddressAndOperation() {
    device.forgetToDrop(at(5));
    sim.munmap(4, 4);
    StaleTranslation found = only();
    assertEquals("mirror", found.driver());
    assertEquals("p0", found.space());
    assertEquals(at(5), found.address());
    assertEquals("munmap(0x200000004000, 16384)", found.operation());
    assertTrue(found.reason().endsWith("was freed"), found.reason());
    assertEquals(1, checker.stale("mirror"));
  }

  @Test
  void shouldFindAReusedFrame() {
    device.forgetToDrop(at(5));
    sim.madvise(5, 1, Advice.DONTNEED);
    sim.write(5, 6);
    checker.checkAll();
    assertEquals("madvise(0x200000005000, 4096, DONTNEED)", only().operation());
  }

  @Test
  void shouldFindTooManyRights() {
    device.forgetToDrop(at(5));
    sim.mprotect(0, 16, Protection.R);
    assertEquals("it allows writing, the CPU's entry does not", only().reason());
  }

  @Test
  void shouldFindRightsLeftByFork() {
    device.forgetToDrop(at(5));
    sim.process.fork("c1").exit();
    assertEquals("fork(c1)", only().operation());
  }

  @Test
  void shouldFindATranslationOfInaccessibleMemory() {
    device.forgetToDrop(at(5));
    sim.mprotect(0, 16, Protection.NONE);
    assertEquals("the CPU may not access the page", only().reason());
  }

  @Test
  void shouldFindAMovedPage() {
    device.forgetToDrop(at(5));
    sim.process.mremap(RemapRequest.resize(at(0), 16 * PAGE, 16 * PAGE).to(at(100)));
    assertTrue(only().reason().endsWith("is still in use"), only().reason());
  }

  @Test
  void shouldFindACopiedPage() {
    UserProcess child = sim.process.fork("c1");
    device.access(at(5), Access.READ);
    device.forgetToDrop(at(5));
    sim.write(5, 6);
    assertEquals("touch(0x200000005000, WRITE)", only().operation());
    child.exit();
  }

  @Test
  void shouldNameTheOperationThatADevicesOwnFaultWas() {
    UserProcess child = sim.process.fork("c1");
    device.access(at(5), Access.READ);
    device.forgetToDrop(at(5));
    sim.process.pages().fault(at(5), Access.WRITE);
    sim.process.munlock(at(0), 0);
    assertEquals("device fault(0x200000005000, WRITE)", only().operation());
    child.exit();
  }

  @Test
  void shouldFindWhatChangedInAnotherProcess() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 4 * PAGE).with(Sharing.SHARED).at(at(100), Placement.FIXED));
    UserProcess other = sim.machine.spawn("p1");
    device.access(at(101), Access.READ);
    device.forgetToDrop(at(101));
    other.files().punchHole(file, 0, 4 * PAGE);
    assertEquals("punch_hole(f, 0, 16384)", only().operation());
    other.exit();
    file.close();
  }

  @Test
  void shouldFindWhatSurvivesTheRelease() {
    UserProcess other = sim.machine.spawn("p1");
    other.mmap(Simulation.anonymous(0, 1));
    MirrorDevice deaf = MirrorDevice.attach(other);
    deaf.access(at(0), Access.WRITE);
    checker.watch(other, "deaf", new NeverReleased(deaf));
    other.exit();
    assertEquals("exit(p1)", only().operation());
  }

  /** Linux flushes secondary TLBs after the section has ended, and frees the page after that. */
  @Test
  void shouldNotJudgeBetweenTheEndOfASectionAndTheFlush() {
    device.forgetToDrop(at(5));
    ProcessMemory memory = sim.process.memory();
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.UNMAP, at(4), at(8));
    Zap.range(memory, at(4), at(8), gather, Zap.Extent.ALL);
    memory.end(section);
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
    gather.flush();
    checker.checkAll();
    assertEquals(at(5), only().address());
  }

  /** As above, where rights are taken away and nothing is freed: mprotect, fork. */
  @Test
  void shouldNotJudgeAnythingWhileAFlushIsOwed() {
    device.forgetToDrop(at(5));
    ProcessMemory memory = sim.process.memory();
    memory.owesFlush();
    sim.mprotect(0, 16, Protection.R);
    assertEquals(List.of(), checker.findings());
    memory.flushPaid();
    checker.checkAll();
    assertEquals(at(5), only().address());
  }

  @Test
  void shouldNotJudgeInsideOpenSections() {
    device.forgetToDrop(at(5));
    long section = sim.process.space().begin(InvalidationEvent.CLEAR, at(0), at(16));
    checker.checkAll();
    sim.process.space().end(section);
    section = sim.process.space().begin(InvalidationEvent.CLEAR, at(0), at(16));
    sim.mprotect(0, 16, Protection.R);
    assertEquals(List.of(), checker.findings());
    assertEquals(1, checker.notJudged("mirror"));
    sim.process.space().end(section);
    checker.checkAll();
    assertEquals("full check()", only().operation());
  }

  @Test
  void shouldLetAPinnedTranslationBeStaleToo() {
    long frame = sim.process.pages().pin(at(5), Access.WRITE).frame();
    device.forgetToDrop(at(5));
    sim.madvise(5, 1, Advice.DONTNEED);
    assertTrue(only().reason().endsWith("is still in use"));
    sim.process.pages().unpin(frame);
  }

  @Test
  void shouldStopWatching() {
    device.forgetToDrop(at(5));
    checker.unwatch(device);
    sim.munmap(0, 16);
    checker.checkAll();
    assertEquals(List.of(), checker.findings());
  }
}
