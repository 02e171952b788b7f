package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.Page;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault against one section that replaces the page, at every order of their steps. */
class GruFaultTest {
  private static final long PAGE = 0x7000;
  private static final long OLD = 1;
  private static final long NEW = 2;

  /** Moments in a fault at which a section can take steps; later ones come after the fault. */
  private static final int MOMENTS = 8;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeContext context = new FakeContext(queue, new FakeWorker());
  private final FakePages pages = context.fakePages();
  private final Device gru = new GruDriver().attach(context);
  private final GruTlbPurge notifier = context.notifier(GruTlbPurge.class);

  static List<Arguments> orders() {
    List<Arguments> orders = new ArrayList<>();
    for (int start = 0; start < MOMENTS; start++) {
      for (int change = start; change < MOMENTS; change++) {
        for (int end = change; end < MOMENTS; end++) {
          orders.add(Arguments.of(start, change, end));
        }
      }
    }
    return orders;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void required_R1_4_shouldNeverKeepTheOldPage(int start, int change, int end) {
    pages.map(PAGE, OLD, Access.WRITE);
    Section section = new Section(start, change, end);
    pages.steps(section::pass, section::pass, FakePages.Look.FAULT, FakePages.Look.SNAPSHOT);
    queue.whileWaiting(section::pass);
    section.pass();
    AccessOutcome outcome = gru.access(PAGE, Access.WRITE);
    assertEquals(section.open ? AccessOutcome.BUSY : AccessOutcome.MADE, outcome);
    while (!section.over) {
      section.pass();
    }
    assertNotEquals(Map.of(PAGE, OLD), Shown.all(gru));
  }

  /** Replaces the page, step by step; while it is open nothing may be held. */
  private final class Section {
    private final int start;
    private final int change;
    private final int end;
    private int moment;
    private boolean open;
    private boolean over;

    Section(int start, int change, int end) {
      this.start = start;
      this.change = change;
      this.end = end;
    }

    void pass() {
      if (moment == start) {
        notifier.start(FakeRange.page(PAGE));
        open = true;
      }
      assertFalse(open && Shown.all(gru).containsKey(PAGE));
      if (moment == change) {
        pages.map(PAGE, NEW, Access.WRITE);
      }
      if (moment == end) {
        notifier.end(FakeRange.page(PAGE));
        open = false;
        over = true;
      }
      moment++;
    }
  }

  @Test
  void shouldRetryAfterASectionThatTheFaultItselfOpened() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(this::breakCopyOnWrite, () -> {}, FakePages.Look.FAULT, FakePages.Look.SNAPSHOT);
    assertEquals(AccessOutcome.MADE, gru.access(PAGE, Access.WRITE));
    assertEquals(1, gru.counters().retries());
    assertEquals(Map.of(PAGE, NEW), Shown.all(gru));
  }

  private void breakCopyOnWrite() {
    if (pages.faults() == 1) {
      notifier.start(FakeRange.page(PAGE));
      pages.map(PAGE, NEW, Access.WRITE);
      notifier.end(FakeRange.page(PAGE));
      pages.steps(() -> {}, () -> {}, FakePages.Look.FAULT, FakePages.Look.SNAPSHOT);
    }
  }

  @Test
  void shouldMakeNothingAfterQuiesceDuringTheFault() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(() -> {}, gru::quiesce, FakePages.Look.FAULT, FakePages.Look.SNAPSHOT);
    assertEquals(AccessOutcome.DETACHED, gru.access(PAGE, Access.READ));
    assertEquals(Map.of(), Shown.all(gru));
  }

  @Test
  void shouldPassOnWhyThereIsNoPage() {
    assertEquals(AccessOutcome.REFUSED, gru.access(PAGE, Access.READ));
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.REFUSED, gru.access(PAGE, Access.WRITE));
    assertEquals(AccessOutcome.MADE, gru.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.REFUSED, gru.access(PAGE, Access.WRITE));
    assertEquals(AccessOutcome.HIT, gru.access(PAGE, Access.READ));
  }

  @Test
  void shouldFaultOnlyWhatIsNotThere() {
    pages.map(PAGE, OLD, Access.READ);
    gru.access(PAGE, Access.READ);
    assertEquals(0, pages.faults(), "the walk of the CPU's tables was enough");
    pages.mapOnDemand(0x9000, Page.present(NEW, Access.READ));
    assertEquals(AccessOutcome.MADE, gru.access(0x9000, Access.READ));
    assertEquals(1, pages.faults());
  }
}
