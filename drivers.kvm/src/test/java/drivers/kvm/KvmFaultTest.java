package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
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
class KvmFaultTest {
  private static final long PAGE = 0x7000;
  private static final long OLD = 1;
  private static final long NEW = 2;

  private final FakeContext context = new FakeContext(new FakeQueue.Stepped(), new FakeWorker());
  private final FakePages pages = context.fakePages();
  private final Device vm = new KvmDriver().attach(context);
  private final KvmNotifier notifier = context.notifier(KvmNotifier.class);

  @ParameterizedTest
  @MethodSource("mm.tck.support.SteppedSection#orders")
  void required_R1_4_shouldNeverKeepTheOldPage(SteppedSection.Order order) {
    pages.map(PAGE, OLD, Access.WRITE);
    SteppedSection section = new SteppedSection(order, vm, notifier, pages, PAGE);
    Runnable pass = () -> section.pass(NEW);
    pages.steps(pass, pass, FakePages.Look.FAULT);
    pass.run();
    AccessOutcome outcome = vm.access(PAGE, Access.WRITE);
    assertEquals(section.isOpen() ? AccessOutcome.BUSY : AccessOutcome.MADE, outcome);
    while (!section.isOver()) {
      pass.run();
    }
    assertNotEquals(Map.of(PAGE, OLD), Shown.all(vm));
  }

  @Test
  void shouldRetryAfterASectionThatTheFaultItselfOpened() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(this::breakCopyOnWrite, () -> {}, FakePages.Look.FAULT);
    assertEquals(AccessOutcome.MADE, vm.access(PAGE, Access.WRITE));
    assertEquals(1, vm.counters().retries());
    assertEquals(Map.of(PAGE, NEW), Shown.all(vm));
  }

  private void breakCopyOnWrite() {
    if (pages.faults() == 1) {
      notifier.start(FakeRange.page(PAGE));
      pages.map(PAGE, NEW, Access.WRITE);
      notifier.end(FakeRange.page(PAGE));
      pages.steps(() -> {}, () -> {}, FakePages.Look.FAULT);
    }
  }

  @Test
  void shouldMakeNothingAfterQuiesceDuringTheFault() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(() -> {}, vm::quiesce, FakePages.Look.FAULT);
    assertEquals(AccessOutcome.DETACHED, vm.access(PAGE, Access.READ));
    assertEquals(Map.of(), Shown.all(vm));
  }

  @Test
  void shouldPassOnWhyThereIsNoPage() {
    assertEquals(AccessOutcome.REFUSED, vm.access(PAGE, Access.READ));
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.REFUSED, vm.access(PAGE, Access.WRITE));
    assertEquals(AccessOutcome.MADE, vm.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.REFUSED, vm.access(PAGE, Access.WRITE));
    assertEquals(AccessOutcome.HIT, vm.access(PAGE, Access.READ));
  }
}
