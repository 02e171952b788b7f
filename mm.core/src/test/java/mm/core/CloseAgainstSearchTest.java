package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A close that arrives while a section searches the index. The section found the subscription and
 * is about to open the epoch; until it has done so it has to count as searching, or the close finds
 * neither a search nor an epoch, and returns before the callback.
 *
 * <p>Many subscriptions overlap the section, so that the search is long enough to be met. A close
 * that has waited for an epoch lets the next one meet the next section's search.
 */
@Timeout(120)
class CloseAgainstSearchTest {
  private static final int SUBSCRIPTIONS = 1_000;
  private static final int ROUNDS = 80;
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final AddressSpace space =
      new Core(CoreOptions.defaults().with(CoreOptions.Guards.OFF)).createSpace("space");
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicInteger late = new AtomicInteger();

  private final class Visitor implements IntervalNotifier {
    private final IntervalSubscription subscription = space.subscribe(0, PAGE, this, QUIET);
    private volatile boolean closed;

    @Override
    public Answer invalidate(IntervalSubscription its, InvalidationRange range, long sequence) {
      its.setSequence(sequence);
      if (closed) {
        late.incrementAndGet();
      }
      return Answer.DONE;
    }

    void close() {
      subscription.close();
      closed = true;
    }
  }

  private void invalidate() {
    while (!done.get()) {
      space.end(space.begin(CLEAR, 0, PAGE));
    }
  }

  /** All of them come before the sections: who comes during one opens an epoch. */
  private List<Visitor> visitors() {
    return Stream.generate(Visitor::new).limit(SUBSCRIPTIONS).toList();
  }

  private void round() throws InterruptedException {
    List<Visitor> visitors = visitors();
    done.set(false);
    Thread sections = new Thread(this::invalidate);
    sections.start();
    visitors.forEach(Visitor::close);
    done.set(true);
    sections.join();
  }

  @Test
  void shouldCallNobodyWhoClosedDuringTheSearch_R3_5() throws InterruptedException {
    for (int i = 0; i < ROUNDS && late.get() == 0; i++) {
      round();
    }
    assertEquals(0, late.get(), "callbacks after close had returned");
  }
}
