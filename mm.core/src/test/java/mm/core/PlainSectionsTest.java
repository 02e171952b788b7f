package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.MIGRATE;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.Observation;
import mm.api.Rule;
import mm.api.Subscription;
import mm.api.Violation;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What makes a section unusual may come and go while sections of the usual kind are open. */
@Timeout(120)
class PlainSectionsTest {
  private static final long PAGE = 0x1000;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final Core core = new Core(CoreOptions.defaults().with(Guards.OFF));
  private final CoreSpace space = (CoreSpace) core.createSpace("space");
  private final Recorder recorder = new Recorder();
  private final OtherThread other = new OtherThread();
  private final Subscription subscription = space.subscribe(recorder.paired("a"), QUIET);

  @AfterEach
  void stop() {
    other.close();
  }

  private long begin() {
    return space.begin(CLEAR, 0, PAGE);
  }

  private void assertTold(String... lines) {
    assertEquals(List.of(lines), recorder.take());
  }

  @Test
  void shouldBeUsualWithPairedSubscribersOnly() {
    assertNotNull(space.plainList());
    Subscription declining =
        space.subscribe(recorder.declining("b"), Declaration.declining("choosy"));
    assertNull(space.plainList());
    declining.close();
    assertNotNull(space.plainList());
    space.subscribe(0, PAGE, recorder.interval("c", Answer.DONE), Declaration.declining("hit"));
    assertNull(space.plainList());
  }

  @Test
  void shouldNeverBeUsualWithGuards() {
    Core guarded = new Core(CoreOptions.defaults().with(Guards.ON));
    CoreSpace checked = (CoreSpace) guarded.createSpace("space");
    assertNotNull(checked.plainList(), "nobody to tell");
    checked.subscribe(recorder.paired("a"), QUIET);
    assertNull(checked.plainList());
  }

  @Test
  void shouldShowTheEndOfAnOpenSectionToAnObserver() {
    long section = begin();
    List<String> seen = new ArrayList<>();
    Observation observation =
        core.observe((who, callback, range, answer, nanos) -> seen.add(callback.toString()));
    assertNull(space.plainList());
    space.end(section);
    space.end(begin());
    assertEquals(List.of("end", "start", "end"), seen);
    long open = begin();
    observation.close();
    assertNotNull(space.plainList());
    space.end(open);
    space.end(begin());
    assertEquals(List.of("end", "start", "end", "start"), seen);
    assertTold("a start", "a end", "a start", "a end", "a start", "a end", "a start", "a end");
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldEndAnOpenSectionWhenAnIntervalHasCome() {
    long section = begin();
    other.call(
        () ->
            space.subscribe(
                0, PAGE, recorder.interval("b", Answer.DONE), Declaration.declining("hit")));
    space.end(section);
    assertTold("a start", "a end");
    space.end(begin());
    assertTold("b invalidate CLEAR", "a start", "a end");
  }

  @Test
  void shouldTellTheEndToWhoSawTheStart_R4_1() {
    long section = begin();
    other.call(() -> space.subscribe(recorder.paired("b"), QUIET));
    space.end(section);
    assertTold("a start", "a end");
    space.end(begin());
    assertTold("b start", "a start", "b end", "a end");
  }

  @Test
  void shouldNestInEachOther_R2_6() {
    long usual = begin();
    long inner = begin();
    assertRule(Rule.R2_10, () -> space.end(usual));
    space.end(inner);
    assertRule(Rule.R2_10, () -> space.end(inner));
    long again = space.tryBegin(CLEAR, 0, PAGE);
    assertEquals(2, space.openSections().size());
    space.end(again);
    space.end(usual);
    assertRule(Rule.R2_10, () -> space.end(usual));
    assertEquals(List.of(), space.openSections());
    assertTold("a start", "a start", "a end", "a start", "a end", "a end");
  }

  /** What an unusual section leaves in its place must not be taken for the next one's. */
  @Test
  void shouldFindNothingOfTheSectionBefore() {
    List<InvalidationRange> views = new ArrayList<>();
    List<Object> carried = new ArrayList<>();
    subscription.close();
    space.subscribe(
        recorder.paired(
            "c",
            range -> {
              views.add(range);
              carried.add(range.blocking());
              carried.add(range.owner());
            }),
        QUIET);
    MigrationOwner owner = MigrationOwner.named("gpu");
    space.end(begin()); // the first of a thread is opened at length
    carried.clear();
    space.end(space.begin(MIGRATE, 0, PAGE, owner));
    space.end(begin());
    space.end(space.tryBegin(CLEAR, 0, PAGE));
    space.end(begin());
    assertEquals(1, views.stream().distinct().count(), "all in one place");
    assertEquals(
        List.of(
            Blocking.ALLOWED,
            owner,
            Blocking.ALLOWED,
            MigrationOwner.NONE,
            Blocking.FORBIDDEN,
            MigrationOwner.NONE,
            Blocking.ALLOWED,
            MigrationOwner.NONE),
        carried);
  }

  /** Counted on top of sections that nobody was told of, and then free of that. */
  @Test
  void shouldBeUsualAgainAfterASectionInsideAnUntoldOne_R2_10() {
    subscription.close();
    long untold = begin();
    other.call(() -> space.subscribe(recorder.paired("b"), QUIET));
    long told = begin();
    assertRule(Rule.R2_10, () -> space.end(untold));
    space.end(told);
    space.end(untold);
    recorder.take();
    long usual = begin();
    Observation observation = core.observe((who, callback, range, answer, nanos) -> {});
    space.end(usual);
    observation.close();
    space.end(begin());
    assertTold("b start", "b end", "b start", "b end");
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldIsolateOneThatThrows_R1_8() {
    subscription.close();
    AddressSpace[] inside = new AddressSpace[1];
    space.subscribe(
        new PairedNotifier() {
          @Override
          public void start(InvalidationRange range) {
            inside[0] = range.space();
            throw new IllegalStateException("start");
          }

          @Override
          public void end(InvalidationRange range) {
            throw new IllegalStateException("end");
          }

          @Override
          public void release(AddressSpace released) {}
        },
        QUIET);
    space.end(begin());
    assertEquals(space, inside[0]);
    assertEquals(2, core.violations().stream().mapToLong(Violation::count).sum());
    assertTrue(core.violations().stream().allMatch(each -> each.rule() == Rule.R1_8));
    assertEquals(List.of(), space.openSections());
    assertFalse(core.sections().current().inCallback());
  }

  @Test
  void shouldRefuseSectionsFromInsideAStart_R1_6() {
    subscription.close();
    space.subscribe(
        recorder.paired("b", range -> assertRule(Rule.R1_6, () -> space.begin(CLEAR, 0, PAGE))),
        QUIET);
    space.end(begin());
    assertEquals(List.of(), core.violations());
    assertTold("a release", "b start", "b end");
  }

  @Test
  void shouldRefuseToEndOnAnotherSpaceOrThread_R2_10() {
    AddressSpace another = core.createSpace("another");
    another.subscribe(recorder.paired("b"), QUIET);
    long section = begin();
    assertRule(Rule.R2_10, () -> another.end(section));
    other.run(() -> assertRule(Rule.R2_10, () -> space.end(section)));
    space.end(section);
    assertTold("a start", "a end");
  }
}
