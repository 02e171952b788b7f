package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.replay.input.Protection;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.Declaration;
import mm.spi.EmptyDevice;
import mm.spi.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The comparison of contents catches a device that uses an old frame, and judges nothing else. */
class ContentsTallyTest {
  private static final long PAGE = 0x10000;

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final SectionTally sections = new SectionTally(Journal.UNREAD);
  private final ContentsTally contents = new ContentsTally(sections);
  private final RecordedPages pages = new RecordedPages();
  private final Forgetful device = new Forgetful();

  ContentsTallyTest() {
    space.subscribe(sections, Declaration.neverBlocking(SectionTally.NAME));
    pages.map(PAGE, PAGE + 4096, new Protection(Protection.READ | Protection.WRITE));
  }

  @AfterEach
  void close() {
    core.close();
  }

  /** Looks a page up once and keeps what it found, whatever happens: the planted bug. */
  private final class Forgetful extends EmptyDevice implements DataDevice {
    private long frame;

    @Override
    public AccessOutcome access(long address, Access access, Transfer transfer) {
      frame = frame == 0 ? pages.fault(address, access).frame() : frame;
      transfer.use(frame);
      return AccessOutcome.HIT;
    }
  }

  @Test
  void shouldAgreeWhileThePageStays() {
    assertNull(contents.exchange(device, pages, PAGE, Access.WRITE));
    assertNull(contents.exchange(device, pages, PAGE, Access.READ));
    assertEquals(new ContentsFigures(2, 0), contents.figures());
  }

  @Test
  void shouldFindADeviceThatWritesToAPageThatIsGone() {
    contents.exchange(device, pages, PAGE, Access.WRITE);
    pages.discard(PAGE, PAGE + 4096);
    pages.fault(PAGE, Access.READ);
    assertNotNull(contents.exchange(device, pages, PAGE, Access.WRITE));
    assertEquals(new ContentsFigures(2, 1), contents.figures());
  }

  @Test
  void shouldJudgeNothingWhileASectionIsOpen() {
    contents.exchange(device, pages, PAGE, Access.WRITE);
    pages.discard(PAGE, PAGE + 4096);
    pages.fault(PAGE, Access.READ);
    long section = space.begin(InvalidationEvent.CLEAR, PAGE, PAGE + 4096);
    assertNull(contents.exchange(device, pages, PAGE, Access.WRITE));
    space.end(section);
    assertEquals(new ContentsFigures(1, 0), contents.figures());
  }
}
