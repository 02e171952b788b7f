package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mm.replay.input.Protection;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.Test;

class RecordedPagesTest {
  private static final Protection RW = new Protection(Protection.READ | Protection.WRITE);
  private static final Protection R = new Protection(Protection.READ);
  private static final Protection NONE = new Protection(0);

  private final RecordedPages pages = new RecordedPages();

  private Page read(long address) {
    return pages.fault(address, Access.READ);
  }

  @Test
  void shouldKnowOnlyWhatIsMapped() {
    pages.map(0x1000, 0x3000, RW);
    assertEquals(Page.HOLE, read(0xfff));
    assertTrue(read(0x2fff).isPresent());
    assertEquals(Page.HOLE, read(0x3000));
    pages.unmap(0x2000, 0x3000);
    assertEquals(Page.HOLE, read(0x2000));
    assertTrue(read(0x1000).isPresent());
  }

  @Test
  void shouldGiveAPageOneFrameUntilItIsDiscarded() {
    pages.map(0x1000, 0x2000, RW);
    long frame = read(0x1000).frame();
    assertEquals(frame, read(0x1800).frame());
    assertTrue(pages.leadsTo(0x1000, frame));
    pages.discard(0x1000, 0x2000);
    assertFalse(pages.leadsTo(0x1000, frame));
    assertNotEquals(frame, read(0x1000).frame());
  }

  @Test
  void shouldHonourProtectionOfParts() {
    pages.map(0x1000, 0x4000, RW);
    pages.protect(0x2000, 0x3000, R);
    assertEquals(Access.WRITE, read(0x1000).rights());
    assertEquals(Page.NO_PERMISSION, pages.fault(0x2000, Access.WRITE));
    assertEquals(Access.READ, read(0x2000).rights());
    assertEquals(Access.WRITE, read(0x3000).rights());
    pages.protect(0x2000, 0x3000, NONE);
    assertEquals(Page.NO_PERMISSION, read(0x2000));
  }

  @Test
  void shouldShowNothingWhileACallChangesIt() {
    pages.map(0x1000, 0x3000, RW);
    pages.beginMotion(0x1000, 0x2000);
    assertEquals(Page.HOLE, read(0x1000));
    assertTrue(read(0x2000).isPresent());
    pages.endMotion(0x1000);
    assertTrue(read(0x1000).isPresent());
  }

  @Test
  void shouldMoveAndExtendMappings() {
    pages.map(0x1000, 0x2000, R);
    pages.move(0x1000, 0x2000, 0x8000, 0xa000);
    assertEquals(Page.HOLE, read(0x1000));
    assertEquals(Access.READ, read(0x9000).rights());
    pages.move(0xa000, 0xa000, 0xa000, 0xb000);
    assertTrue(read(0xa000).isPresent());
    assertEquals(Access.READ, read(0xa000).rights());
  }

  @Test
  void shouldCountPins() {
    pages.map(0x1000, 0x2000, RW);
    long frame = pages.pin(0x1000, Access.READ).frame();
    assertEquals(Page.HOLE, pages.pin(0x5000, Access.READ));
    assertEquals(1, pages.pins());
    pages.unpin(frame);
    assertEquals(0, pages.pins());
  }

  @Test
  void shouldChooseAmongMappings() {
    assertNull(pages.mapped(5));
    pages.map(0x1000, 0x2000, RW);
    pages.map(0x9000, 0xa000, RW);
    assertEquals(0x1000, pages.mapped(0).start());
    assertEquals(0x9000, pages.mapped(Integer.MAX_VALUE).start());
  }
}
