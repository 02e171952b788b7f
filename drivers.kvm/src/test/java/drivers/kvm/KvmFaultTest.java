package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault against one section that replaces the page, at every order of their steps. */
class KvmFaultTest {
  private static final long PAGE = 0x7000;
  private static final long OLD = 1;
  private static final long NEW = 2;

  /** Moments in a fault at which a section can take steps; later ones come after the fault. */
  private static final int MOMENTS = 8;

  private final FakeContext context = new FakeContext(new FakeQueue.Stepped(), new FakeWorker());
  private final FakePages pages = context.fakePages();
  private final Device vm = new KvmDriver().attach(context);
  private final KvmNotifier notifier = context.notifier(KvmNotifier.class);

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
    pages.steps(section::pass, section::pass, FakePages.Look.FAULT);
    section.pass();
    AccessOutcome outcome = vm.access(PAGE, Access.WRITE);
    assertEquals(section.open ? AccessOutcome.BUSY : AccessOutcome.MADE, outcome);
    while (!section.over) {
      section.pass();
    }
    assertNotEquals(Map.of(PAGE, OLD), Shown.all(vm));
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
      assertFalse(open && Shown.all(vm).containsKey(PAGE));
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
