package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.MIGRATE;
import static mm.api.InvalidationEvent.RELEASE;
import static mm.api.InvalidationEvent.UNMAP;
import static mm.core.SpaceStage.PAGE;
import static mm.core.SpaceStage.QUIET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.PairedNotifier;

/** What a caller can do wrong with a space from outside of callbacks. */
enum Misdeed {
  END_TWICE(
      stage -> {
        long section = stage.begin();
        stage.end(section);
        stage.refused(Rule.R2_10, () -> stage.space.end(section));
      }),
  END_THE_INNER_TWICE_IN_PLACE_OF_THE_OUTER(
      stage -> {
        long outer = stage.begin();
        long inner = stage.begin();
        stage.end(inner);
        stage.refused(Rule.R2_10, () -> stage.space.end(inner));
        stage.end(outer);
      }),
  END_THE_OUTER_FIRST(
      stage -> {
        long outer = stage.begin();
        long inner = stage.begin();
        stage.refused(Rule.R2_10, () -> stage.space.end(outer));
        stage.end(inner);
        stage.end(outer);
        stage.refused(Rule.R2_10, () -> stage.space.end(inner));
      }),
  END_WHAT_IS_AROUND_FIRST(
      stage -> {
        long inner = stage.begin();
        stage.refusesToEndWhatIsAround();
        stage.end(inner);
      }),
  END_THE_OUTER_BEFORE_ONE_OF_ANOTHER_SPACE(
      stage -> {
        long outer = stage.begin();
        long inner = stage.other.begin(UNMAP, 0, PAGE);
        if (stage.announces()) {
          stage.refused(Rule.R2_10, () -> stage.space.end(outer));
        }
        stage.other.end(inner);
        stage.end(outer);
      }),
  END_ON_ANOTHER_SPACE(
      stage -> {
        AddressSpace empty = stage.core.createSpace("empty");
        long section = stage.begin();
        stage.refused(Rule.R2_10, () -> stage.other.end(section));
        stage.refused(Rule.R2_10, () -> empty.end(section));
        stage.end(section);
      }),
  END_WHAT_ANOTHER_SPACE_BEGAN(
      stage -> {
        AddressSpace empty = stage.core.createSpace("empty");
        long told = stage.other.begin(UNMAP, 0, PAGE);
        stage.refused(Rule.R2_10, () -> stage.space.end(told));
        stage.other.end(told);
        long untold = empty.begin(UNMAP, 0, PAGE);
        stage.refused(Rule.R2_10, () -> stage.space.end(untold));
        empty.end(untold);
      }),
  END_ON_ANOTHER_ENGINE(
      stage -> {
        AddressSpace elsewhere = stage.another().createSpace("elsewhere");
        long section = stage.begin();
        stage.refused(Rule.R2_10, () -> elsewhere.end(section));
        stage.end(section);
      }),
  END_BY_ANOTHER_THREAD(
      stage -> {
        long section = stage.begin();
        stage.otherThread.run(() -> stage.refused(Rule.R2_10, () -> stage.space.end(section)));
        stage.end(section);
      }),
  END_WHAT_ANOTHER_THREAD_BEGAN(
      stage -> {
        long section = stage.otherThread.call(stage::begin);
        stage.refused(Rule.R2_10, () -> stage.space.end(section));
        stage.otherThread.run(() -> stage.end(section));
      }),
  BEGIN_WITHOUT_AN_EVENT(
      stage -> {
        stage.refused(Rule.R2_9, () -> stage.space.begin(null, 0, PAGE));
        stage.refused(Rule.R2_9, () -> stage.space.tryBegin(null, 0, PAGE));
      }),
  BEGIN_WITHOUT_AN_OWNER(
      stage -> {
        stage.refused(Rule.R2_9, () -> stage.space.begin(MIGRATE, 0, PAGE, null));
        stage.refused(Rule.R2_9, () -> stage.space.begin(UNMAP, 0, PAGE, null));
      }),
  END_WHAT_WAS_DECLINED(
      stage -> stage.refused(Rule.R2_2, () -> stage.space.end(AddressSpace.DECLINED))),
  END_WHAT_NOBODY_BEGAN(
      stage -> {
        long section = stage.begin();
        LongStream.of(1, -1, Long.MIN_VALUE, Long.MAX_VALUE, -section, section + 1, section - 1)
            .filter(guess -> guess != section && guess != AddressSpace.DECLINED)
            .forEach(guess -> stage.refused(Rule.R2_10, () -> stage.space.end(guess)));
        stage.end(section);
      }),
  BEGIN_A_BAD_RANGE(
      stage ->
          eachBadRange(
              (start, end) -> {
                stage.refused(Rule.R2_9, () -> stage.space.begin(CLEAR, start, end));
                stage.refused(Rule.R2_9, () -> stage.space.tryBegin(CLEAR, start, end));
              })),
  BEGIN_WITH_AN_EVENT_THAT_IS_THE_ENGINES(
      stage -> {
        stage.refused(Rule.R2_9, () -> stage.space.begin(RELEASE, 0, PAGE));
        stage.refused(Rule.R2_9, () -> stage.space.tryBegin(RELEASE, 0, PAGE));
      }),
  BEGIN_WITH_AN_OWNER_THAT_THE_EVENT_HAS_NOT(
      stage -> {
        MigrationOwner owner = MigrationOwner.named("gpu");
        stage.refused(Rule.R2_9, () -> stage.space.begin(UNMAP, 0, PAGE, owner));
        stage.space.end(stage.space.begin(MIGRATE, 0, PAGE, owner));
      }),
  SUBSCRIBE_TO_A_BAD_RANGE(
      stage ->
          eachBadRange(
              (start, end) ->
                  stage.refused(Rule.R2_9, () -> subscribe(stage, stage.space, start, end)))),
  FLUSH_OR_AGE_A_BAD_RANGE(
      stage -> {
        eachBadRange(
            (start, end) -> {
              stage.refused(Rule.R2_9, () -> stage.space.flushSecondaryTlbs(start, end));
              stage.refused(Rule.R2_9, () -> stage.space.clearFlushYoung(start, end));
              stage.refused(Rule.R2_9, () -> stage.space.clearYoung(start, end));
            });
        stage.refused(Rule.R2_9, () -> stage.space.testYoung(-PAGE));
        stage.refused(Rule.R2_9, () -> stage.space.changePte(AddressRange.TOP, 1));
      }),
  SUBSCRIBE_WHO_DECLINES_AND_HAS_AN_END(
      stage -> stage.refused(Rule.R1_3, () -> stage.space.subscribe(new DeclinesAndEnds(), QUIET))),
  COME_OR_GO_INSIDE_ONES_OWN_SECTION(
      stage -> {
        long section = stage.begin();
        stage.refused(Rule.R2_8, () -> stage.space.subscribe(stage.recorder.paired("x"), QUIET));
        stage.refused(Rule.R2_8, () -> stage.space.acquire(stage.family()));
        stage.listed.forEach(each -> stage.refused(Rule.R2_8, each::close));
        stage.intervals.forEach(each -> stage.refused(Rule.R2_8, each::close));
        stage.refused(Rule.R2_8, stage.space::release);
        stage.refused(Rule.R2_8, stage.core::close);
        assertFalse(stage.space.released());
        assertTrue(stage.listed.stream().allMatch(Subscription::live));
        assertTrue(stage.intervals.stream().allMatch(IntervalSubscription::live));
        stage.end(section);
      }),
  COME_AFTER_THE_EXIT(
      stage -> {
        List<IntervalSubscription> left = new ArrayList<>();
        AddressSpace dead = stage.twin(new ArrayList<>(), left);
        dead.release();
        stage.refused(Rule.R4_4, () -> dead.subscribe(stage.recorder.paired("late"), QUIET));
        stage.refused(Rule.R4_4, () -> subscribe(stage, dead, 0, PAGE));
        stage.refused(Rule.R4_4, () -> dead.acquire(stage.family()));
        assertEquals(!left.isEmpty(), dead.hasNotifiers());
        left.forEach(IntervalSubscription::close);
        assertFalse(dead.hasNotifiers());
      }),
  RELEASE_TWICE(
      stage -> {
        List<Subscription> lists = new ArrayList<>();
        AddressSpace dead = stage.twin(lists, new ArrayList<>());
        dead.release();
        stage.recorder.take();
        dead.release();
        lists.forEach(Subscription::close);
        assertEquals(List.of(), stage.recorder.take());
      }),
  CLOSE_TWICE(
      stage -> {
        List<Subscription> lists = new ArrayList<>();
        List<IntervalSubscription> ranges = new ArrayList<>();
        AddressSpace twin = stage.twin(lists, ranges);
        lists.forEach(Subscription::close);
        ranges.forEach(IntervalSubscription::close);
        stage.recorder.take();
        lists.forEach(Subscription::close);
        ranges.forEach(IntervalSubscription::close);
        twin.end(twin.begin(CLEAR, 0, PAGE));
        assertEquals(List.of(), stage.recorder.take());
        assertFalse(twin.hasNotifiers());
      });

  private final Consumer<SpaceStage> deed;

  Misdeed(Consumer<SpaceStage> deed) {
    this.deed = deed;
  }

  /** Does it; fails when it is not refused. */
  void commit(SpaceStage stage) {
    deed.accept(stage);
  }

  private static void subscribe(SpaceStage stage, AddressSpace to, long start, long end) {
    to.subscribe(start, end, stage.recorder.interval("bad", Answer.DONE), QUIET);
  }

  private interface Bounds {
    void of(long start, long end);
  }

  private static void eachBadRange(Bounds body) {
    body.of(1, PAGE); // unaligned
    body.of(0, PAGE + 1);
    body.of(PAGE, PAGE); // empty
    body.of(2 * PAGE, PAGE);
    body.of(-PAGE, PAGE); // outside
    body.of(0, Long.MAX_VALUE);
    body.of(0, AddressRange.TOP + PAGE);
    body.of(AddressRange.TOP, AddressRange.TOP + PAGE);
  }

  private static final class DeclinesAndEnds implements DecliningNotifier, PairedNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return Answer.DONE;
    }

    @Override
    public void start(InvalidationRange range) {}

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }
}
