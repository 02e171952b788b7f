package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.Look;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory of a device in a process (VM_PFNMAP): frames without anything behind them. */
class DeviceMappingTest {
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final int PAGES = 8;

  private final NotifierCore core = NotifierCore.create();
  private final Machine machine = new Machine(core);
  private final UserProcess process = machine.spawn("process");
  private final List<String> told = new ArrayList<>();
  private final Backing card = machine.createFile("card", FileKind.DEVICE, PAGES, FileContent.HOLE);

  @BeforeEach
  void listen() {
    process
        .space()
        .subscribe(
            new PairedNotifier() {
              @Override
              public void start(InvalidationRange range) {
                told.add(range.event() + " " + (range.end() - range.start()) / PAGE);
              }

              @Override
              public void end(InvalidationRange range) {}

              @Override
              public void release(AddressSpace space) {}
            },
            Declaration.neverBlocking("listener"));
  }

  @AfterEach
  void shouldLeaveNothing() {
    process.exit();
    card.close();
    assertEquals(List.of(), machine.audit());
    assertEquals(0, machine.framesInUse());
    core.close();
  }

  private long map(Sharing sharing) {
    long start = process.mmap(MapRequest.file(card, 0, PAGES * PAGE).with(sharing));
    assertTrue(start > 0, () -> "error " + start);
    return start;
  }

  private long frame(UserProcess of, long address) {
    Page page = of.pages().snapshot(address);
    assertTrue(page.isPresent());
    return page.frame();
  }

  @ParameterizedTest
  @EnumSource(Sharing.class)
  void shouldBePresentAtOnceAndNoMemoryOfTheMachine(Sharing sharing) {
    long start = map(sharing);
    frame(process, start + 7 * PAGE);
    assertEquals(0, machine.framesInUse());
    assertEquals(FaultOutcome.OK, process.touch(start, Access.READ));
    assertEquals(List.of(), told);
  }

  @Test
  void shouldShowEverybodyTheSameFrames() {
    UserProcess other = machine.spawn("other");
    long there = other.mmap(MapRequest.file(card, PAGE, PAGE).with(Sharing.SHARED));
    assertEquals(frame(process, map(Sharing.SHARED) + PAGE), frame(other, there));
    other.exit();
  }

  @Test
  void shouldRefuseToShowMoreThanThereIs() {
    assertEquals(
        Errno.EINVAL.result(),
        process.mmap(MapRequest.file(card, PAGE, PAGES * PAGE).with(Sharing.SHARED)));
  }

  @Test
  void shouldTellOfUnmappingAndProtecting() {
    long start = map(Sharing.SHARED);
    assertEquals(0, process.mprotect(start, 2 * PAGE, Protection.R));
    assertEquals(FaultOutcome.SIGSEGV, process.touch(start, Access.WRITE));
    assertEquals(0, process.munmap(start + 4 * PAGE, 4 * PAGE));
    assertEquals(List.of("PROTECTION_VMA 2", "UNMAP 4"), told);
    assertEquals(Page.Status.HOLE, process.pages().snapshot(start + 4 * PAGE).status());
  }

  @ParameterizedTest
  @EnumSource(
      value = Advice.class,
      names = {"DONTNEED", "DONTNEED_LOCKED", "FREE", "COLD", "PAGEOUT", "COLLAPSE"})
  void shouldRefuseAdviceThatNeedsPages(Advice advice) {
    long start = map(Sharing.PRIVATE);
    assertEquals(Errno.EINVAL.result(), process.madvise(start, PAGES * PAGE, advice));
    frame(process, start);
    assertEquals(List.of(), told);
  }

  @Test
  void shouldRefuseToPopulateToGrowAndToRemove() {
    long start = map(Sharing.SHARED);
    assertEquals(Errno.EINVAL.result(), process.madvise(start, PAGE, Advice.POPULATE_READ));
    assertEquals(Errno.ENODEV.result(), process.madvise(start, PAGE, Advice.REMOVE));
    assertEquals(
        Errno.EFAULT.result(),
        process.mremap(RemapRequest.resize(start, PAGES * PAGE, 2 * PAGES * PAGE)));
    assertEquals(Errno.EINVAL.result(), process.files().ftruncate(card, 0));
  }

  @Test
  void shouldIgnoreMlock() {
    long start = map(Sharing.SHARED);
    assertEquals(0, process.mlock(start, PAGES * PAGE));
    assertEquals(0, process.munmap(start, PAGES * PAGE));
  }

  /** A copy of a frame that nobody knows is an ordinary page. */
  @Test
  void shouldCopyAPrivatePageThatIsWritten() {
    long start = map(Sharing.PRIVATE);
    long before = frame(process, start);
    assertEquals(FaultOutcome.OK, process.touch(start, Access.WRITE));
    assertNotEquals(before, frame(process, start));
    assertEquals(1, machine.framesInUse());
    assertEquals(List.of("CLEAR 1"), told);
  }

  @ParameterizedTest
  @EnumSource(Sharing.class)
  void shouldBeCopiedByAForkAndAnnouncedIfPrivate(Sharing sharing) {
    long start = map(sharing);
    UserProcess child = process.fork("child");
    assertEquals(frame(process, start), frame(child, start));
    assertEquals(sharing == Sharing.PRIVATE ? List.of("PROTECTION_PAGE 8") : List.of(), told);
    child.exit();
  }

  @Test
  void shouldNotBeReclaimed() {
    machine.swapOn(100);
    long start = map(Sharing.PRIVATE);
    assertEquals(0, machine.reclaim(100));
    frame(process, start);
  }

  /** Neither hmm_range_fault nor get_user_pages gets at it. */
  @Test
  void shouldBeRefusedToDevices() {
    long start = map(Sharing.SHARED);
    assertEquals(Page.Status.HOLE, process.pages().fault(start, Access.READ).status());
    assertEquals(Page.Status.HOLE, process.pages().pin(start, Access.READ).status());
    assertEquals(
        Look.Standing.FORBIDDEN, process.pages().look(start, MigrationOwner.NONE).standing());
  }
}
