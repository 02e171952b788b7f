package mm.stress.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.stress.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine against {@link NaiveSpace}. Sections are opened and closed by a thread of their own,
 * one operation at a time, so that subscribers can come and read while they are open. What would
 * wait for ever then (closing somebody whom an open section concerns) is left out.
 */
class RandomSequencesTest {
  private static final int OPERATIONS = Integer.getInteger("mm.operations", 100_000);
  private static final int PAGES = 64;

  private final ExecutorService sections = Executors.newSingleThreadExecutor();
  private final NotifierCore core = Engines.core();
  private final AddressSpace space = core.createSpace("space");
  private final Heard heard = new Heard();
  private final Deque<Long> stamps = new ArrayDeque<>();
  private final List<Subscriber> live = new ArrayList<>();

  private NaiveSpace model = new NaiveSpace();
  private Random random;
  private int ids;
  private int declined;
  private int untold;
  private int unsettled;
  private int timedOut;
  private int retried;

  /** Who subscribes, on which it depends in which ways sections are opened. */
  enum Crowd {
    PAIRED,
    LISTS,
    EVERYBODY
  }

  private Crowd crowd;

  /** Sections are counted from the first interval subscription on; the model always counts. */
  private void gather(Crowd who) {
    crowd = who;
    if (who == Crowd.EVERYBODY) {
      long far = 1L << 40;
      Subscriber hermit = new Subscriber(0, false, far, far + AddressRange.PAGE_SIZE, heard);
      space.subscribe(hermit.start, hermit.end, hermit, hermit.declaration());
    }
  }

  @AfterEach
  void stop() {
    sections.shutdown();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerAsANaiveListDoes_R2_R3_R4(Crowd who) throws InterruptedException {
    gather(who);
    steps(1, OPERATIONS / Crowd.values().length);
    List<Integer> interesting =
        switch (who) {
          case PAIRED -> List.of(untold, unsettled);
          case LISTS -> List.of(untold, unsettled, declined);
          case EVERYBODY -> List.of(declined, timedOut, retried);
        };
    assertTrue(interesting.stream().allMatch(each -> each > 100), interesting::toString);
    assertEquals(List.of(), core.violations());
  }

  /** Planted bug, in the model because the engine has none to plant one in. */
  @Test
  void shouldNoticeAnIntervalSectionThatLeaks_R2_7() {
    model = new LeakingSpace();
    gather(Crowd.EVERYBODY);
    assertThrows(AssertionError.class, () -> steps(1, OPERATIONS));
  }

  /** Leaves declined sections open, as Linux does. */
  private static final class LeakingSpace extends NaiveSpace {
    private int leaked;

    @Override
    List<Subscriber> decline() {
      leaked++;
      return list.stream().filter(each -> !each.choosy).toList();
    }

    @Override
    int sectionsOpen() {
      return super.sectionsOpen() - leaked;
    }
  }

  private void steps(long seed, int count) throws InterruptedException {
    random = new Random(seed);
    for (int i = 0; i < count; i++) {
      try {
        step(random.nextInt(16));
      } catch (AssertionError | ExecutionException e) {
        throw new AssertionError("seed " + seed + ", operation " + i, e);
      }
    }
  }

  private void step(int dice) throws ExecutionException, InterruptedException {
    heard.clear();
    switch (dice) {
      case 0, 1, 2 -> begin(false);
      case 3, 4 -> begin(true);
      case 5, 6, 7, 8 -> end();
      case 9 -> subscribeList();
      case 10, 11 -> subscribeAnother();
      case 12 -> close();
      default -> read();
    }
  }

  private <T> T onItsThread(Callable<T> body) throws ExecutionException, InterruptedException {
    return sections.submit(body).get();
  }

  private long page() {
    return (long) random.nextInt(PAGES) * AddressRange.PAGE_SIZE;
  }

  private long length() {
    return (1L + random.nextInt(8)) * AddressRange.PAGE_SIZE;
  }

  private void begin(boolean polite) throws ExecutionException, InterruptedException {
    if (model.sectionsOpen() == 4) {
      return;
    }
    long start = page();
    long end = start + length();
    long stamp =
        onItsThread(
            () ->
                polite
                    ? space.tryBegin(InvalidationEvent.UNMAP, start, end)
                    : space.begin(InvalidationEvent.CLEAR, start, end));
    untold += model.list.isEmpty() ? 1 : 0;
    boolean opened = begun(model.begin(start, end), each -> polite && each.declines(start));
    assertEquals(opened, stamp != AddressSpace.DECLINED, "declined");
    if (opened) {
      stamps.push(stamp);
    } else {
      declined++;
    }
  }

  /** Judges who heard of a section, and answers whether it is open now. */
  private boolean begun(List<Subscriber> hits, Predicate<Subscriber> declines) {
    List<Integer> told = new ArrayList<>();
    boolean listed = invalidated(hits, declines);
    boolean opened = listed && model.list.stream().noneMatch(declines);
    if (listed) {
      model.list.forEach(each -> told.add(each.id));
    }
    if (!opened) {
      List<Subscriber> started = model.decline();
      (listed ? started : List.<Subscriber>of()).forEach(each -> told.add(-each.id)); // R2.4
    }
    assertEquals(told, heard.told(), "list subscribers");
    return opened;
  }

  /** Their order is the engine's own, but it stops at the first that declines (R2.3). */
  private boolean invalidated(List<Subscriber> hits, Predicate<Subscriber> declines) {
    List<Subscriber> asked = heard.invalidated();
    asked.forEach(model::invalidated);
    assertTrue(hits.containsAll(asked), "invalidated without reason");
    assertEquals(asked.size(), new HashSet<>(asked).size(), "invalidated twice");
    if (hits.stream().noneMatch(declines)) {
      assertEquals(hits.size(), asked.size(), "not invalidated");
      return true;
    }
    int last = asked.size() - 1;
    assertTrue(declines.test(asked.get(last)), "asked on after a decline");
    assertTrue(asked.subList(0, last).stream().noneMatch(declines), "asked on after a decline");
    return false;
  }

  private void end() throws ExecutionException, InterruptedException {
    if (stamps.isEmpty()) {
      return;
    }
    long stamp = stamps.pop();
    onItsThread(
        () -> {
          space.end(stamp);
          return null;
        });
    assertEquals(model.end().stream().map(each -> -each.id).toList(), heard.told());
    assertEquals(List.of(), heard.invalidated());
    for (Subscriber each : model.list) {
      each.sectionsBefore = Math.min(each.sectionsBefore, model.sectionsOpen());
    }
  }

  private Subscriber subscriber() {
    long start = page();
    boolean choosy = random.nextInt(4) == 0 && crowd != Crowd.PAIRED;
    return new Subscriber(++ids, choosy, start, start + length(), heard);
  }

  private void subscribeList() {
    if (model.list.size() < 6) {
      Subscriber added = subscriber();
      added.subscription = space.subscribe(added.listNotifier(), added.declaration());
      added.sectionsBefore = model.sectionsOpen();
      model.list.add(0, added);
      live.add(added);
    }
  }

  private void subscribeAnother() {
    if (crowd == Crowd.EVERYBODY) {
      subscribeInterval();
    } else {
      close();
    }
  }

  private void subscribeInterval() {
    if (live.size() < 40) {
      Subscriber added = subscriber();
      added.interval = space.subscribe(added.start, added.end, added, added.declaration());
      model.insert(added);
      live.add(added);
    }
  }

  private void close() {
    if (live.isEmpty()) {
      return;
    }
    Subscriber leaving = live.get(random.nextInt(live.size()));
    if (leaving.subscription != null && model.sectionsOpen() == 0) {
      leaving.subscription.close();
      model.list.remove(leaving);
      live.remove(leaving);
    } else if (leaving.interval != null && !model.mustWait(leaving)) {
      leaving.interval.close();
      model.remove(leaving);
      live.remove(leaving);
    }
  }

  private void read() {
    if (live.isEmpty()) {
      return;
    }
    Subscriber reader = live.get(random.nextInt(live.size()));
    if (reader.subscription != null) {
      assertEquals(reader.sectionsBefore == 0, reader.subscription.settled(), "settled");
      unsettled += reader.sectionsBefore == 0 ? 0 : 1;
    } else if (reader.readByEngine == IntervalSubscription.TIMED_OUT) {
      readBegin(reader);
    } else {
      readRetry(reader);
    }
  }

  private void readBegin(Subscriber reader) {
    reader.readByEngine = reader.interval.readBegin(0);
    reader.readSequence = reader.sequence;
    boolean waits = reader.readByEngine == IntervalSubscription.TIMED_OUT;
    assertNotEquals(waits, model.readable(reader), "readBegin");
    timedOut += waits ? 1 : 0;
  }

  private void readRetry(Subscriber reader) {
    boolean retry = reader.interval.readRetry(reader.readByEngine);
    assertEquals(reader.readSequence != reader.sequence, retry, "readRetry");
    reader.readByEngine = IntervalSubscription.TIMED_OUT;
    retried += retry ? 1 : 0;
  }
}
