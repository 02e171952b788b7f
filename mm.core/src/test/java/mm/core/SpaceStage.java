package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.NotifierFamily;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.function.Executable;

/**
 * A space in one of the states in which somebody can misuse it, and whether it still does what it
 * has to in that state. Knows the public API alone, so that it judges every way in which sections
 * are opened.
 */
final class SpaceStage {
  static final long PAGE = 0x1000;
  static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private static final long NOWHERE = -1;

  /** What the engine looks at besides. */
  enum Watch {
    GUARDED,
    UNGUARDED,
    OBSERVED
  }

  /** Who is subscribed. */
  enum Crowd {
    NOBODY(0, 0, NOWHERE),
    /** Its first section was another thread's. */
    NOBODY_TO_A_SECOND_THREAD(0, 0, NOWHERE),
    LIST_LEFT(0, 0, NOWHERE),
    INTERVAL_LEFT(0, 0, NOWHERE),
    RELEASE_ONLY(0, 0, NOWHERE),
    PAIRED(1, 0, NOWHERE),
    SIXTEEN_PAIRED(16, 0, NOWHERE),
    DECLINING(0, 1, NOWHERE),
    PAIRED_AND_DECLINING(1, 1, NOWHERE),
    INTERVAL(0, 0, 0),
    INTERVAL_ELSEWHERE(0, 0, PAGE),
    INTERVAL_AND_PAIRED(1, 0, 0),
    MIXED(1, 1, 0);

    private final int paired;
    private final int declining;
    private final long interval;

    Crowd(int paired, int declining, long interval) {
      this.paired = paired;
      this.declining = declining;
      this.interval = interval;
    }

    /** What a section of the first page tells, in order (R2.5). */
    private List<String> starts() {
      Stream<String> hit = interval == 0 ? Stream.of("i invalidate CLEAR") : Stream.of();
      Stream<String> asked = Stream.of("d try-start").limit(declining);
      return Stream.of(hit, each("start"), asked).flatMap(told -> told).toList();
    }

    private List<String> ends() {
      return each("end").toList();
    }

    private Stream<String> each(String callback) {
      return IntStream.range(0, paired).mapToObj(i -> "p" + i + " " + callback);
    }
  }

  /** What the calling thread has open. */
  enum Depth {
    NOTHING_OPEN,
    INSIDE_ONE,
    INSIDE_TWO,
    INSIDE_ONE_THAT_MAY_NOT_WAIT,
    INSIDE_ONE_OF_ANOTHER_SPACE,
    INSIDE_ONE_BEGUN_BEFORE_THE_CROWD_CAME,
    INSIDE_ONE_TOLD_TO_ANOTHER_CROWD
  }

  /** One of each; observers watch where somebody would not be told as usual because of them. */
  record State(Watch watch, Crowd crowd, Depth depth) {
    static Stream<State> all() {
      return Stream.of(Watch.values())
          .flatMap(watch -> Stream.of(Crowd.values()).flatMap(crowd -> each(watch, crowd)))
          .filter(state -> state.watch != Watch.OBSERVED || state.crowd.paired > 0);
    }

    private static Stream<State> each(Watch watch, Crowd crowd) {
      return Stream.of(Depth.values()).map(depth -> new State(watch, crowd, depth));
    }
  }

  private record Open(AddressSpace where, long section, List<String> ends) {}

  final NotifierCore core;
  final AddressSpace space;

  /** Has one paired subscriber. */
  final AddressSpace other;

  final OtherThread otherThread;
  final Recorder recorder = new Recorder();
  final List<Subscription> listed = new ArrayList<>();
  final List<IntervalSubscription> intervals = new ArrayList<>();

  private final State state;
  private final Deque<Open> open = new ArrayDeque<>();

  SpaceStage(State state, OtherThread otherThread) {
    this.state = state;
    this.otherThread = otherThread;
    core = NotifierCore.create(options(state.watch));
    if (state.watch == Watch.OBSERVED) {
      core.observe((who, callback, range, answer, nanos) -> {});
    }
    space = core.createSpace("space");
    other = core.createSpace("other");
    other.subscribe(recorder.paired("other"), QUIET);
    goInsideEarly();
    otherThread.run(() -> populate(space, listed, intervals));
    goInside();
    recorder.take();
  }

  /** No thread that looks at the clock: there would be one for each of thousands of engines. */
  static CoreOptions options(Watch watch) {
    return CoreOptions.defaults()
        .with(watch == Watch.GUARDED ? Guards.ON : Guards.OFF)
        .withSectionLimit(Long.MAX_VALUE)
        .withWaitLimit(Long.MAX_VALUE);
  }

  /** Makes a notifier that all its users share. */
  NotifierFamily<PairedNotifier> family() {
    return new NotifierFamily<>() {
      @Override
      public Declaration declaration() {
        return QUIET;
      }

      @Override
      public PairedNotifier allocate(AddressSpace to) {
        recorder.add("allocate");
        return recorder.paired("shared");
      }

      @Override
      public void free(PairedNotifier notifier) {}
    };
  }

  /** Another engine that looks at the same things. */
  NotifierCore another() {
    return NotifierCore.create(options(state.watch));
  }

  /** Another space of the same engine with a crowd of its own; nothing is open in it. */
  AddressSpace twin(List<Subscription> lists, List<IntervalSubscription> ranges) {
    AddressSpace twin = core.createSpace("twin");
    populate(twin, lists, ranges);
    recorder.take();
    return twin;
  }

  private void populate(
      AddressSpace to, List<Subscription> lists, List<IntervalSubscription> ranges) {
    switch (state.crowd) {
      case NOBODY_TO_A_SECOND_THREAD -> to.end(to.begin(CLEAR, 0, PAGE));
      case LIST_LEFT -> comeAndGo(to);
      case INTERVAL_LEFT -> interval(to, 0).close();
      case RELEASE_ONLY -> lists.add(to.subscribe(recorder.releaseOnly("r"), QUIET));
      default -> populateAnnounced(to, lists, ranges);
    }
  }

  private void comeAndGo(AddressSpace to) {
    to.acquire(family()).close();
  }

  private void populateAnnounced(
      AddressSpace to, List<Subscription> lists, List<IntervalSubscription> ranges) {
    Crowd crowd = state.crowd;
    if (crowd.interval != NOWHERE) {
      ranges.add(interval(to, crowd.interval));
    }
    for (int i = 0; i < crowd.declining; i++) {
      lists.add(to.subscribe(recorder.declining("d"), Declaration.declining("choosy")));
    }
    for (int i = crowd.paired - 1; i >= 0; i--) {
      lists.add(to.subscribe(recorder.paired("p" + i), QUIET));
    }
  }

  private IntervalSubscription interval(AddressSpace to, long start) {
    return to.subscribe(start, start + PAGE, recorder.interval("i", Answer.DONE), QUIET);
  }

  private void goInsideEarly() {
    if (state.depth == Depth.INSIDE_ONE_BEGUN_BEFORE_THE_CROWD_CAME) {
      open.push(new Open(space, space.begin(CLEAR, 0, PAGE), List.of()));
    } else if (state.depth == Depth.INSIDE_ONE_TOLD_TO_ANOTHER_CROWD) {
      var gone = otherThread.call(() -> space.acquire(family()));
      open.push(new Open(space, space.begin(CLEAR, 0, PAGE), List.of("shared end")));
      otherThread.run(gone::close);
    }
  }

  private void goInside() {
    switch (state.depth) {
      case INSIDE_ONE -> open.push(new Open(space, begin(), state.crowd.ends()));
      case INSIDE_TWO -> {
        open.push(new Open(space, begin(), state.crowd.ends()));
        open.push(new Open(space, begin(), state.crowd.ends()));
      }
      case INSIDE_ONE_THAT_MAY_NOT_WAIT -> {
        long section = space.tryBegin(CLEAR, 0, PAGE);
        if (section != AddressSpace.DECLINED) {
          open.push(new Open(space, section, state.crowd.ends()));
        }
      }
      case INSIDE_ONE_OF_ANOTHER_SPACE ->
          open.push(new Open(other, other.begin(CLEAR, 0, PAGE), List.of("other end")));
      default -> {}
    }
  }

  /** Begins a section of the first page, of which everybody is told. */
  long begin() {
    recorder.take();
    long section = space.begin(CLEAR, 0, PAGE);
    assertEquals(state.crowd.starts(), recorder.take());
    return section;
  }

  /** Ends what {@link #begin} has begun. */
  void end(long section) {
    end(new Open(space, section, state.crowd.ends()));
  }

  private void end(Open innermost) {
    recorder.take();
    innermost.where.end(innermost.section);
    assertEquals(innermost.ends, recorder.take());
  }

  /** Whether sections of the space are counted among those of other spaces (R2.10). */
  boolean announces() {
    return space.hasNotifiers();
  }

  /** The misuse is refused; nobody has been told of it, and what was open is. */
  void refused(Rule rule, Executable misuse) {
    recorder.take();
    List<String> before = openSections();
    List<Boolean> epochsBefore = openEpochs();
    assertRule(rule, misuse);
    assertEquals(List.of(), recorder.take(), "nobody is told");
    assertEquals(before, openSections());
    assertEquals(epochsBefore, openEpochs());
    assertEquals(List.of(), core.violations());
  }

  private List<Boolean> openEpochs() {
    return intervals.stream()
        .map(each -> each.readBegin(0) == IntervalSubscription.TIMED_OUT)
        .toList();
  }

  private List<String> openSections() {
    return core.spaces().stream()
        .flatMap(each -> each.openSections().stream().map(section -> each.name() + section.range()))
        .toList();
  }

  /** What is open before a misuse cannot be ended before what is begun later. */
  void refusesToEndWhatIsAround() {
    open.stream()
        .filter(around -> around.where == space || announces())
        .forEach(around -> refused(Rule.R2_10, () -> around.where.end(around.section)));
  }

  /** What was open can be ended, and everything goes on as if nothing had been misused. */
  void isUntouched() {
    open.forEach(this::end);
    assertEquals(List.of(), openSections());
    goesOn();
    assertFalse(openEpochs().contains(true));
    otherThread.run(() -> assertTrue(space.subscribe(recorder.paired("new"), QUIET).settled()));
    closes();
    assertEquals(List.of(), core.violations());
  }

  /** Sections can be begun and ended in the state that the space is in. */
  void goesOn() {
    end(begin());
    triesToBegin();
  }

  private void triesToBegin() {
    long section = space.tryBegin(CLEAR, 0, PAGE);
    boolean declined = section == AddressSpace.DECLINED;
    assertEquals(state.crowd.declining > 0, declined);
    if (!declined) {
      assertEquals(state.crowd.starts(), recorder.take());
      end(section);
    } else {
      List<String> told = new ArrayList<>(state.crowd.starts());
      told.addAll(state.crowd.ends()); // R2.4
      assertEquals(told, recorder.take());
    }
  }

  private void closes() {
    recorder.take();
    listed.forEach(Subscription::close);
    assertEquals(listed.size(), recorder.take().size(), "each is released once");
    intervals.forEach(IntervalSubscription::close);
    space.end(space.begin(CLEAR, 0, PAGE));
    assertEquals(List.of("new start", "new end"), recorder.take());
    space.release();
    assertEquals(List.of("new release"), recorder.take());
  }
}
