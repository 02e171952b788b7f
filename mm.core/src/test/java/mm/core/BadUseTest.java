package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.UNMAP;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Misuse of a space that has subscribers: the rule's exception, and everything as it was. */
class BadUseTest {
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();
  private IntervalSubscription interval;
  private Subscription list;

  @BeforeEach
  void subscribe() {
    interval = space.subscribe(0, PAGE, recorder.interval("interval", Answer.DONE), QUIET);
    list = space.subscribe(recorder.paired("list"), QUIET);
  }

  @AfterEach
  void shouldStillTellEverybodyOnce() {
    recorder.take();
    assertEquals(List.of(), space.openSections());
    space.end(space.begin(CLEAR, 0, PAGE));
    assertEquals(List.of("interval invalidate CLEAR", "list start", "list end"), recorder.take());
    assertNotEquals(IntervalSubscription.TIMED_OUT, interval.readBegin(0), "no epoch is left open");
    assertEquals(List.of(), core.violations());
  }

  private void assertRefused(Rule rule, int sectionsOpen, Executable misuse) {
    recorder.take();
    assertRule(rule, misuse);
    assertEquals(List.of(), recorder.take(), "nobody is told");
    assertEquals(sectionsOpen, space.openSections().size());
  }

  @Test
  void shouldRefuseToEndASectionTwice_R2_10() {
    long section = space.begin(UNMAP, 0, PAGE);
    space.end(section);
    assertRefused(Rule.R2_10, 0, () -> space.end(section));
  }

  @Test
  void shouldRefuseToEndTheInnerSectionTwiceInPlaceOfTheOuter_R2_10() {
    long outer = space.begin(UNMAP, 0, PAGE);
    long inner = space.begin(UNMAP, 0, PAGE);
    space.end(inner);
    assertRefused(Rule.R2_10, 1, () -> space.end(inner));
    assertEquals(IntervalSubscription.TIMED_OUT, interval.readBegin(0), "the outer one is open");
    space.end(outer);
  }

  @Test
  void shouldRefuseAnEndOnAnotherSpace_R2_10() {
    AddressSpace other = core.createSpace("other");
    other.subscribe(recorder.paired("other"), QUIET);
    long section = space.begin(UNMAP, 0, PAGE);
    assertRefused(Rule.R2_10, 1, () -> other.end(section));
    space.end(section);
  }

  @Test
  void shouldRefuseTheEndOfAnotherThreadsSection_R2_10() {
    try (OtherThread other = new OtherThread()) {
      long section = other.call(() -> space.begin(UNMAP, 0, PAGE));
      assertRefused(Rule.R2_10, 1, () -> space.end(section));
      other.run(() -> space.end(section));
    }
  }

  @Test
  void shouldRefuseTheEndOfADeclinedSection_R2_2() {
    assertRefused(Rule.R2_2, 0, () -> space.end(AddressSpace.DECLINED));
  }

  private void assertBadRange(long start, long end) {
    assertRefused(Rule.R2_9, 0, () -> space.begin(CLEAR, start, end));
    assertRefused(Rule.R2_9, 0, () -> space.tryBegin(CLEAR, start, end));
    assertRefused(
        Rule.R2_9,
        0,
        () -> space.subscribe(start, end, recorder.interval("bad", Answer.DONE), QUIET));
  }

  @Test
  void shouldRefuseABadRange_R2_9() {
    assertBadRange(1, PAGE);
    assertBadRange(0, PAGE + 1);
    assertBadRange(PAGE, PAGE);
    assertBadRange(2 * PAGE, PAGE);
    assertBadRange(-PAGE, PAGE);
    assertBadRange(0, AddressRange.TOP + PAGE);
    assertBadRange(AddressRange.TOP, AddressRange.TOP + PAGE);
  }

  @Test
  void shouldRefuseWhoComesAfterTheExit_R4_4() {
    AddressSpace dead = core.createSpace("dead");
    dead.release();
    assertRefused(Rule.R4_4, 0, () -> dead.subscribe(recorder.paired("late"), QUIET));
    assertRefused(
        Rule.R4_4, 0, () -> dead.subscribe(0, PAGE, recorder.interval("i", Answer.DONE), QUIET));
    assertFalse(dead.hasNotifiers());
  }

  @Test
  void shouldDoNothingInASecondCloseOfAnInterval() {
    IntervalSubscription leaving =
        space.subscribe(0, PAGE, recorder.interval("leaving", Answer.DONE), QUIET);
    leaving.close();
    leaving.close();
    assertFalse(leaving.live());
    assertEquals(true, interval.live() && list.live());
  }

  @Test
  void shouldDoNothingInASecondCloseDuringAnEpoch_R3_5() {
    IntervalSubscription leaving =
        space.subscribe(0, PAGE, recorder.interval("leaving", Answer.DONE), QUIET);
    leaving.close();
    try (OtherThread other = new OtherThread()) {
      long section = other.call(() -> space.begin(CLEAR, 0, PAGE));
      leaving.close(); // waits for nothing
      other.run(() -> space.end(section));
    }
  }
}
