package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import mm.tck.support.SteppedSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault against one section that replaces the page, at every order of their steps. */
class GruFaultTest {
  private static final long PAGE = 0x7000;
  private static final long OLD = 1;
  private static final long NEW = 2;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeContext context = new FakeContext(queue, new FakeWorker());
  private final FakePages pages = context.fakePages();
  private final Device gru = new GruDriver().attach(context);
  private final GruTlbPurge notifier = context.notifier(GruTlbPurge.class);

  @ParameterizedTest
  @MethodSource("mm.tck.support.SteppedSection#orders")
  void required_R1_4_shouldNeverKeepTheOldPage(SteppedSection.Order order) {
    pages.map(PAGE, OLD, Access.WRITE);
    SteppedSection section = new SteppedSection(order, gru, notifier, pages, PAGE);
    Runnable pass = () -> section.pass(NEW);
    pages.steps(pass, pass, FakePages.Look.FAULT, FakePages.Look.SNAPSHOT);
    queue.whileWaiting(pass);
    pass.run();
    AccessOutcome outcome = gru.access(PAGE, Access.WRITE);
    assertEquals(section.isOpen() ? AccessOutcome.BUSY : AccessOutcome.MADE, outcome);
    while (!section.isOver()) {
      pass.run();
    }
    assertNotEquals(Map.of(PAGE, OLD), Shown.all(gru));
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
