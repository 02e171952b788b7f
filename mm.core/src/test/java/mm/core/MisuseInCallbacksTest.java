package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static mm.core.SpaceStage.PAGE;
import static mm.core.SpaceStage.QUIET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.core.SpaceStage.Watch;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no callback may do: refused with the rule, where it would be a deadlock, too. */
@Timeout(120)
class MisuseInCallbacksTest {
  /** Which callback misbehaves. */
  enum Place {
    START,
    END,
    TRY_START,
    INVALIDATE,
    RELEASE_BY_CLOSE,
    RELEASE_BY_EXIT,
    FLUSH_SECONDARY_TLB,
    CLEAR_FLUSH_YOUNG,
    CLEAR_YOUNG,
    TEST_YOUNG,
    CHANGE_PTE
  }

  /** Who else is subscribed; alone among paired ones a notifier is told the short way. */
  enum Company {
    NOBODY,
    ALL_KINDS
  }

  private NotifierCore core;
  private AddressSpace space;
  private Subscription own;
  private IntervalSubscription interval;
  private Place place;
  private int misused;
  private final Everything everything = new Everything(this::at);

  static Stream<Arguments> places() {
    return Stream.of(Watch.values())
        .flatMap(watch -> Stream.of(Company.values()).flatMap(company -> places(watch, company)));
  }

  private static Stream<Arguments> places(Watch watch, Company company) {
    return Stream.of(Place.values())
        .filter(
            place ->
                company == Company.ALL_KINDS
                    || place != Place.INVALIDATE && place != Place.TRY_START)
        .map(place -> Arguments.of(place, watch, company));
  }

  private void at(Callback callback) {
    if (callback == Callback.RELEASE) {
      at(space.released() ? Place.RELEASE_BY_EXIT : Place.RELEASE_BY_CLOSE);
    } else {
      at(Place.valueOf(callback.name()));
    }
  }

  /** Not after the close of who could be flushed and asked: nobody would be told then. */
  private void at(Place here) {
    if (here == place && own.live()) {
      misuse();
      misused++;
    }
  }

  /** What fails here is recorded as a violation. */
  private void misuse() {
    assertRule(Rule.R1_6, () -> space.begin(CLEAR, 0, PAGE));
    assertRule(Rule.R1_6, () -> space.tryBegin(CLEAR, 0, PAGE));
    assertRule(Rule.R1_6, () -> space.end(1));
    assertRule(Rule.R1_6, () -> space.flushSecondaryTlbs(0, PAGE));
    assertRule(Rule.R1_6, () -> space.clearFlushYoung(0, PAGE));
    assertRule(Rule.R1_6, () -> space.clearYoung(0, PAGE));
    assertRule(Rule.R1_6, () -> space.testYoung(0));
    assertRule(Rule.R1_6, () -> space.changePte(0, 1));
    assertRule(Rule.R2_8, () -> space.subscribe(everything, QUIET));
    assertRule(Rule.R2_8, () -> listen());
    assertRule(Rule.R2_8, own::close);
    assertRule(Rule.R2_8, space::release);
    assertRule(Rule.R2_8, core::close);
    assertRule(Rule.R2_8, core::awaitFrees);
    if (interval != null) {
      assertRule(Rule.R2_8, interval::close);
    }
  }

  private IntervalSubscription listen() {
    return space.subscribe(0, PAGE, everything::invalidate, QUIET);
  }

  private final class Asked implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      at(Place.TRY_START);
      return Answer.DONE;
    }

    @Override
    public void release(AddressSpace its) {}
  }

  private void gather(Watch watch, Company company) {
    core = NotifierCore.create(SpaceStage.options(watch));
    if (watch == Watch.OBSERVED) {
      core.observe((who, callback, range, answer, nanos) -> {});
    }
    space = core.createSpace("space");
    own = space.subscribe(everything, QUIET);
    if (company == Company.ALL_KINDS) {
      interval = listen();
      space.subscribe(new Asked(), Declaration.declining("asked"));
    }
  }

  private void callEverybody() {
    space.end(space.begin(CLEAR, 0, PAGE));
    space.end(space.tryBegin(CLEAR, 0, PAGE));
    space.flushSecondaryTlbs(0, PAGE);
    space.clearFlushYoung(0, PAGE);
    space.clearYoung(0, PAGE);
    space.testYoung(0);
    space.changePte(0, 1);
    if (place != Place.RELEASE_BY_EXIT) {
      own.close();
    }
    space.release();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldRefuseWhatNoCallbackMayDo_R1_6_R2_8(Place here, Watch watch, Company company) {
    gather(watch, company);
    space.end(space.begin(CLEAR, 0, PAGE)); // a thread's first is opened at length
    place = here;
    callEverybody();
    assertTrue(misused > 0);
    assertEquals(List.of(), core.violations());
    assertEquals(List.of(), space.openSections());
    place = null;
    space = core.createSpace("next");
    own = space.subscribe(everything, QUIET);
    callEverybody();
    assertEquals(List.of(), core.violations());
  }
}
