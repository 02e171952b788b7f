package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import mm.replay.input.Call;
import mm.replay.input.CloneFlags;
import org.junit.jupiter.api.Test;

class MemoryTableTest {
  private static final Call.Clone THREAD =
      new Call.Clone("clone", new CloneFlags(CloneFlags.VM | CloneFlags.THREAD));
  private static final Call.Clone BORROWS =
      new Call.Clone("clone", new CloneFlags(CloneFlags.VM | CloneFlags.VFORK));
  private static final Call.Clone COPIES = new Call.Clone("clone", new CloneFlags(0));
  private static final Call.Clone PERHAPS = new Call.Clone("clone3", CloneFlags.UNKNOWN);

  private final World world = mock(World.class);
  private final Memory first = mock(Memory.class, "first");
  private final Memory second = mock(Memory.class, "second");
  private final Memory copy = mock(Memory.class, "copy");
  private final MemoryTable tasks = new MemoryTable(world);

  MemoryTableTest() {
    when(world.create(anyString())).thenReturn(first, second);
    when(first.fork(anyString())).thenReturn(copy);
  }

  @Test
  void shouldGiveAThreadItsProcessMemoryAndEndBothTogether() {
    assertSame(first, tasks.of(0));
    tasks.created(0, 1, THREAD);
    assertSame(first, tasks.of(1));
    tasks.exited(1);
    verify(first).exit();
    assertEquals(1, tasks.processes());
  }

  @Test
  void shouldKeepTheMemoryWhenOnlyAThreadExits() {
    tasks.of(0);
    tasks.created(0, 1, THREAD);
    tasks.threadExited(1);
    verify(first, never()).exit();
    tasks.threadExited(0);
    verify(first).exit();
  }

  @Test
  void shouldLeaveABorrowedMemoryAtExec() {
    tasks.of(0);
    tasks.created(0, 1, BORROWS);
    assertSame(first, tasks.of(1));
    tasks.executed(1);
    assertSame(second, tasks.of(1));
    verify(first, never()).exit();
    tasks.exited(1);
    verify(second).exit();
    verify(first, never()).exit();
  }

  @Test
  void shouldCopyAtFork() {
    tasks.of(0);
    tasks.created(0, 1, COPIES);
    assertSame(copy, tasks.of(1));
    assertNotSame(tasks.of(0), tasks.of(1));
    assertEquals(2, tasks.processes());
  }

  @Test
  void shouldEndTheOldMemoryAtExecWithItsThreads() {
    tasks.of(0);
    tasks.created(0, 1, THREAD);
    tasks.executed(0);
    verify(first).exit();
    assertSame(second, tasks.of(0));
  }

  @Test
  void shouldNotEndAMemoryBecauseOfATaskThatMayBeNoThread() {
    tasks.of(0);
    tasks.created(0, 1, PERHAPS);
    tasks.exited(1);
    verify(first, never()).exit();
    tasks.exited(0);
    verify(first).exit();
  }

  @Test
  void shouldEndWhatIsLeft() {
    tasks.of(0);
    tasks.created(0, 1, COPIES);
    tasks.finish();
    verify(first).exit();
    verify(copy).exit();
  }
}
