package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.Transfer;
import org.junit.jupiter.api.Test;

/** Contexts that are loaded, stolen and loaded again, and their address space ids. */
class GruMmTest {
  private static final long A = 0x10000;
  private static final long B = 0x11000;
  private static final Page PAGE = Page.present(7, Access.WRITE);

  private final GruMm mm = new GruMm(mock(SpinLock.class), 4);

  private void make(long address) {
    assertEquals(AccessOutcome.MADE, mm.dropIn(address, PAGE, mm.purges(), Transfer.NOTHING));
  }

  private void section(long address) {
    mm.invalidationStarts(address, address + 4096);
    mm.invalidationEnds();
  }

  private void comeBack() {
    mm.steal();
    mm.steal();
  }

  @Test
  void shouldFindItsEntriesAgainWhenTheContextComesBack() {
    make(A);
    mm.steal();
    assertFalse(mm.touch(A, Access.READ, Transfer.NOTHING), "the other chiplet has its own TLB");
    assertEquals(1, mm.copy(AddressRange.WHOLE).size(), "but the entry can be used again");
    mm.steal();
    assertTrue(mm.touch(A, Access.READ, Transfer.NOTHING));
  }

  @Test
  void required_R1_4_shouldGiveAnUnloadedContextAFreshIdAfterAnInvalidation() {
    make(A);
    make(B);
    mm.steal();
    section(A);
    assertEquals(0, mm.copy(AddressRange.WHOLE).size());
    mm.steal();
    assertFalse(mm.touch(A, Access.READ, Transfer.NOTHING));
    assertFalse(
        mm.touch(B, Access.READ, Transfer.NOTHING), "everything is lost, not only the range");
    assertEquals(2, mm.counters().dropped());
    assertEquals(0, mm.counters().toldInVain());
  }

  @Test
  void shouldKeepTheIdOfALoadedContext() {
    make(A);
    make(B);
    section(A);
    assertTrue(mm.touch(B, Access.READ, Transfer.NOTHING));
    assertFalse(mm.touch(A, Access.READ, Transfer.NOTHING));
  }

  @Test
  void shouldNotReviveOldEntriesWhenIdsAreUsedAgain() {
    for (int i = 0; i < 10; i++) {
      make(A + i * 4096);
      mm.steal();
      section(0);
      mm.steal();
      assertFalse(mm.touch(A, Access.READ, Transfer.NOTHING), "loads the context");
      assertEquals(0, mm.copy(AddressRange.WHOLE).size());
    }
  }

  @Test
  void required_R1_4_shouldNotServeAFaultThatBeganDuringASection() {
    mm.invalidationStarts(A, B);
    assertEquals(AccessOutcome.BUSY, mm.dropIn(B, PAGE, mm.purges(), Transfer.NOTHING));
    mm.invalidationEnds();
    make(B);
  }

  @Test
  void shouldMoveTheContextAfterATimeSlice() {
    make(A);
    for (int i = 1; i < GruMm.TIME_SLICE; i++) {
      assertTrue(mm.touch(A, Access.READ, Transfer.NOTHING));
    }
    assertFalse(mm.touch(A, Access.READ, Transfer.NOTHING));
  }

  @Test
  void shouldCountHeldPagesOfAllChiplets() {
    make(A);
    mm.steal();
    make(A);
    comeBack();
    assertEquals(2, mm.counters().held());
    section(A);
    assertEquals(0, mm.counters().held());
  }
}
