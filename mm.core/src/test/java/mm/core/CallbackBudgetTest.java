package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.AgingNotifier;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;
import org.junit.jupiter.api.Test;

/** The time that callbacks may take (R1.10), and what is kept of who breaks its word. */
class CallbackBudgetTest {
  private static final Declaration SLOW = Declaration.neverBlocking("slow");

  private final Core core = new Core(CoreOptions.defaults().withCallbackBudget(1));
  private final AddressSpace space = core.createSpace("space");

  /** As long as the clock needs to go on. */
  private static void dawdle() {
    long now = System.nanoTime();
    while (System.nanoTime() - now < 10) {
      Thread.onSpinWait();
    }
  }

  private static final class Slow implements PairedNotifier, AgingNotifier, PteChangeNotifier {
    @Override
    public void start(InvalidationRange range) {
      dawdle();
    }

    @Override
    public void end(InvalidationRange range) {
      dawdle();
    }

    @Override
    public boolean clearFlushYoung(AddressSpace in, long start, long end) {
      dawdle();
      return false;
    }

    @Override
    public boolean clearYoung(AddressSpace in, long start, long end) {
      dawdle();
      return false;
    }

    @Override
    public boolean testYoung(AddressSpace in, long address) {
      dawdle();
      return false;
    }

    @Override
    public void changePte(AddressSpace in, long address, long frame) {
      dawdle();
    }

    @Override
    public void release(AddressSpace in) {
      dawdle();
    }
  }

  private static final class SlowTlb implements SecondaryTlbNotifier {
    @Override
    public void flushSecondaryTlb(AddressSpace in, long start, long end) {
      dawdle();
    }

    @Override
    public void release(AddressSpace in) {}
  }

  private void everything() {
    space.end(space.begin(CLEAR, 0, 0x1000));
    space.flushSecondaryTlbs(0, 0x1000);
    space.clearFlushYoung(0, 0x1000);
    space.clearYoung(0, 0x1000);
    space.testYoung(0);
    space.changePte(0, 1);
    space.release();
  }

  private void subscribeAll() {
    space.subscribe(new Slow(), SLOW);
    space.subscribe(new SlowTlb(), SLOW);
    space.subscribe(
        0,
        0x1000,
        (subscription, range, sequence) -> {
          subscription.setSequence(sequence);
          dawdle();
          return Answer.DONE;
        },
        SLOW);
  }

  @Test
  void shouldHoldEveryCallbackToTheBudget_R1_10() {
    subscribeAll();
    everything();
    List<Violation> late =
        core.violations().stream().filter(each -> each.rule() == Rule.R1_10).toList();
    assertEquals(
        Set.of(
            "start",
            "end",
            "invalidate",
            "flush-secondary-tlb",
            "clear-flush-young",
            "clear-young",
            "test-young",
            "change-pte",
            "release"),
        late.stream().map(CallbackBudgetTest::callback).collect(Collectors.toSet()));
    assertEquals("slow", late.get(0).subscriber());
    assertTrue(late.get(0).message().contains("[0x0, 0x1000)"), late.get(0).message());
  }

  private static String callback(Violation violation) {
    return violation.message().substring(0, violation.message().indexOf(' '));
  }

  @Test
  void shouldLetEverybodyTakeItsTimeWithoutABudget() {
    Core patient = new Core(CoreOptions.defaults());
    AddressSpace there = patient.createSpace("there");
    there.subscribe(new Slow(), SLOW);
    there.end(there.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), patient.violations());
  }

  @Test
  void shouldKeepTheStackOfWhoseSectionItWasWhenTheCallbackIsOver() {
    subscribeAll();
    space.end(space.begin(CLEAR, 0, 0x1000));
    List<StackTraceElement> stack = core.violations().get(0).stack();
    assertTrue(!stack.get(0).getClassName().contains("Violations"), stack.toString());
    assertTrue(
        stack.stream().anyMatch(frame -> frame.getMethodName().startsWith("shouldKeepTheStack")),
        stack.toString());
  }

  @Test
  void shouldKeepTheStackOfWhatWasThrown_R1_8() {
    space.subscribe(
        new Recorder().paired("failing", range -> fail()), Declaration.neverBlocking("failing"));
    space.end(space.begin(CLEAR, 0, 0x1000));
    Violation thrown = core.violations().get(0);
    assertEquals(Rule.R1_8, thrown.rule());
    assertEquals("fail", thrown.stack().get(0).getMethodName());
  }

  private static void fail() {
    throw new IllegalStateException("planted");
  }
}
