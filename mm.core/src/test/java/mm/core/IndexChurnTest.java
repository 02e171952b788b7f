package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Searches beside a writer of the index: a subscription that stays is found by every section that
 * concerns it, once, however its neighbours come and go. Neither side starves the other: each has
 * so much to do while the other never pauses.
 */
class IndexChurnTest {
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final int SECTIONS = 150_000;
  private static final int CHANGES = 20_000;
  private static final int NEIGHBOURS = 300;
  private static final int PAGES = 10_000;

  private final AddressSpace space = NotifierCore.create().createSpace("space");
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong elsewhere = new AtomicLong();

  @Test
  @Timeout(120)
  void shouldFindWhatStaysInEverySection_R3_4() throws InterruptedException {
    AtomicLong left = new AtomicLong();
    AtomicLong right = new AtomicLong();
    stay(2_500, left);
    stay(7_500, right);
    Thread churn = new Thread(this::churn);
    Thread first = new Thread(() -> sections(2_500));
    Thread second = new Thread(() -> sections(7_500));
    for (Thread each : List.of(churn, first, second)) {
      each.start();
    }
    first.join();
    second.join();
    done.set(true);
    churn.join();
    assertEquals(SECTIONS, left.get());
    assertEquals(SECTIONS, right.get());
  }

  /**
   * Two threads whose sections follow each other without a pause: some search is always under way.
   */
  @Test
  @Timeout(120)
  void shouldLetTheIndexChangeBesideSectionsThatNeverPause_R3_4() throws InterruptedException {
    stay(2_500, new AtomicLong());
    Thread first = new Thread(this::sectionsElsewhere);
    Thread second = new Thread(this::sectionsElsewhere);
    first.start();
    second.start();
    while (elsewhere.get() == 0) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < CHANGES; i++) {
      neighbour(i % 2_500 * 0x1000L).close();
    }
    done.set(true);
    first.join();
    second.join();
    assertEquals(List.of(), space.openSections());
  }

  private void sectionsElsewhere() {
    long end = PAGES * 0x1000L;
    while (!done.get()) {
      space.end(space.begin(InvalidationEvent.CLEAR, end, end + 0x1000));
      elsewhere.incrementAndGet();
    }
  }

  private IntervalSubscription neighbour(long start) {
    return space.subscribe(
        start, start + 0x1000, (subscription, range, sequence) -> Answer.DONE, QUIET);
  }

  private void stay(int page, AtomicLong calls) {
    space.subscribe(
        page * 0x1000L,
        page * 0x1000L + 0x1000,
        (subscription, range, sequence) -> {
          subscription.setSequence(sequence);
          calls.incrementAndGet();
          return Answer.DONE;
        },
        QUIET);
  }

  /** Half of the sections concern nobody else, so that the index may change while they run. */
  private void sections(int page) {
    for (int i = 0; i < SECTIONS; i++) {
      space.end(space.begin(InvalidationEvent.CLEAR, PAGES * 0x1000L, PAGES * 0x1000L + 0x1000));
      space.end(space.begin(InvalidationEvent.CLEAR, page * 0x1000L, page * 0x1000L + 0x1000));
    }
  }

  private void churn() {
    Random random = new Random(1);
    Deque<IntervalSubscription> neighbours = new ArrayDeque<>();
    while (!done.get()) {
      long start = random.nextInt(PAGES) * 0x1000L;
      if (start == 2_500 * 0x1000L || start == 7_500 * 0x1000L) {
        continue;
      }
      neighbours.add(neighbour(start));
      if (neighbours.size() > NEIGHBOURS) {
        neighbours.poll().close();
      }
    }
    new ArrayList<>(neighbours).forEach(IntervalSubscription::close);
  }
}
