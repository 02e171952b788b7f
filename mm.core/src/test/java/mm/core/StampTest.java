package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.UNMAP;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Declaration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stamps of sections with somebody to tell, of those with nobody, and of both in each other. */
@Timeout(120)
class StampTest {
  private static final long PAGE = 0x1000;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final Core core = new Core(CoreOptions.defaults().with(guards()));
  private final CoreSpace space = (CoreSpace) core.createSpace("space");
  private final Recorder recorder = new Recorder();
  private final OtherThread other = new OtherThread();

  Guards guards() {
    return Guards.ON;
  }

  @AfterEach
  void stop() {
    other.close();
  }

  private long begin() {
    return space.begin(CLEAR, 0, PAGE);
  }

  private long beginUntold() {
    long section = begin();
    assertTrue(UnannouncedSections.isUnannounced(section));
    return section;
  }

  private long beginTold() {
    long section = begin();
    assertFalse(UnannouncedSections.isUnannounced(section));
    return section;
  }

  @Test
  void shouldRefuseAStampThatNobodyGave_R2_10() {
    long section = beginUntold();
    space.end(section);
    assertRefused(Rule.R2_10, section - 1);
    assertRefused(Rule.R2_10, section + 1);
    space.end(beginUntold());
  }

  private Subscription subscribeElsewhere() {
    return other.call(() -> space.subscribe(recorder.paired("a"), QUIET));
  }

  /** Takes the only subscriber off; its close returns when what is open has ended. */
  private CompletableFuture<Void> startClosing(Subscription leaving) {
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(leaving::close, task -> new Thread(task).start());
    while (!space.hasNobodyToTell()) {
      Thread.onSpinWait();
    }
    return closing;
  }

  private void assertRefused(Rule rule, long stamp) {
    int open = space.openSections().size();
    recorder.take();
    assertRule(rule, () -> space.end(stamp));
    assertEquals(List.of(), recorder.take(), "nobody is told");
    assertEquals(open, space.openSections().size());
  }

  @Test
  void shouldRefuseToEndAnUntoldSectionBeforeATold_R2_10() {
    long outer = beginUntold();
    Subscription newcomer = subscribeElsewhere();
    long inner = beginTold();
    assertRefused(Rule.R2_10, outer);
    assertFalse(newcomer.settled());
    space.end(inner);
    assertRefused(Rule.R2_10, inner);
    assertFalse(newcomer.settled(), "the outer one is still open");
    space.end(outer);
    assertTrue(newcomer.settled());
    assertRefused(Rule.R2_10, outer);
  }

  @Test
  void shouldRefuseToEndAToldSectionBeforeAnUntold_R2_10() {
    Subscription leaving = subscribeElsewhere();
    long outer = beginTold();
    CompletableFuture<Void> closing = startClosing(leaving);
    long inner = beginUntold();
    assertRefused(Rule.R2_10, outer);
    space.end(inner);
    space.end(outer);
    closing.join();
    assertEquals(List.of("a end"), recorder.take().stream().filter("a end"::equals).toList());
  }

  @Test
  void shouldEndBothKindsInTurnsLastInFirstOut_R2_10() {
    Deque<Long> open = new ArrayDeque<>(List.of(beginUntold()));
    for (int i = 0; i < 3; i++) {
      Subscription visitor = subscribeElsewhere();
      open.push(beginTold());
      open.push(beginTold());
      startClosing(visitor);
      open.push(beginUntold());
      open.push(beginUntold());
    }
    while (!open.isEmpty()) {
      long innermost = open.pop();
      open.forEach(outer -> assertRefused(Rule.R2_10, outer));
      space.end(innermost);
      assertRefused(Rule.R2_10, innermost);
    }
    assertEquals(List.of(), space.openSections());
    assertTrue(subscribeElsewhere().settled());
  }

  @Test
  void shouldEndAnUntoldSectionAfterADeclinedOne_R2_2() {
    long outer = beginUntold();
    other.call(() -> space.subscribe(recorder.declining("a"), Declaration.declining("choosy")));
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0, PAGE));
    space.end(outer);
    assertTrue(subscribeElsewhere().settled());
  }

  @Test
  void shouldNestUntoldSectionsAsDeepAsOneLikes_R2_6() {
    Deque<Long> open = new ArrayDeque<>();
    for (int i = 0; i < 70_000; i++) {
      open.push(begin());
    }
    assertFalse(UnannouncedSections.isUnannounced(open.peek()), "their stamps are used up");
    long inner = open.pop();
    assertRefused(Rule.R2_10, open.peek());
    space.end(inner);
    open.forEach(space::end);
    assertEquals(List.of(), space.openSections());
    assertTrue(subscribeElsewhere().settled());
  }

  @Test
  void shouldRefuseToEndAnUntoldSectionOnAnotherSpace_R2_10() {
    AddressSpace another = core.createSpace("another");
    long here = beginUntold();
    long there = another.begin(CLEAR, 0, PAGE);
    assertRefused(Rule.R2_10, there);
    assertRule(Rule.R2_10, () -> another.end(here));
    space.end(here);
    another.end(there);
  }

  @Test
  void shouldRefuseToSubscribeAndReleaseInsideAnUntoldSection_R2_8() {
    long section = beginUntold();
    assertRule(Rule.R2_8, () -> space.subscribe(recorder.paired("a"), QUIET));
    assertRule(Rule.R2_8, space::release);
    assertFalse(space.hasNotifiers());
    space.end(section);
    space.release();
  }

  /** A thread that found a newcomer in the moment between counting and looking counts no more. */
  @Test
  void shouldTakeBackTheCountWhenSomebodyHasCome_R4_2() {
    UnannouncedSections met =
        mock(
            UnannouncedSections.class,
            withSettings().useConstructor(1L).defaultAnswer(CALLS_REAL_METHODS));
    List<Boolean> counted = new ArrayList<>(); // when it looked
    Iterator<Boolean> nobody = List.of(false, true, false, false).iterator();
    when(met.hasNobodyToTell())
        .thenAnswer(
            call -> {
              counted.add(met.laUnannounced());
              return nobody.next();
            });
    assertEquals(AddressSpace.DECLINED, met.beginUnannounced());
    assertFalse(met.laUnannounced());
    long outer = met.beginUnannounced();
    assertEquals(AddressSpace.DECLINED, met.beginUnannounced());
    assertTrue(met.laUnannounced());
    met.endUnannounced(outer);
    assertFalse(met.beginsOutermost());
    assertFalse(met.laUnannounced());
    assertEquals(List.of(true, true, true, true), counted);
  }

  @Test
  void shouldStartTheCountAgainBeforeAStampLooksLikeAnUntoldSections() {
    subscribeElsewhere();
    core.sections().current().skipTo(ThreadSections.STAMP / ThreadSections.NEXT - 2);
    Deque<Long> open = new ArrayDeque<>();
    for (int i = 0; i < 5; i++) {
      long section = beginTold();
      assertTrue(section > AddressSpace.DECLINED);
      assertFalse(open.contains(section));
      open.push(section);
    }
    assertEquals(5, space.openSections().size());
    assertRefused(Rule.R2_10, open.getLast());
    open.forEach(space::end);
    assertEquals(List.of(), space.openSections());
    assertNotEquals(0, beginTold());
  }

  @Test
  void shouldTellEverySlotInAStamp() {
    assertTrue(Slots.COUNT < 1 << ThreadSections.SLOT_BITS);
  }
}
