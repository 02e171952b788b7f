package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The collision-retry protocol under load: changers, readers that publish what they read, and
 * subscriptions that come and go. Nobody may see a published page inside a section, and nothing may
 * reach a closed subscription.
 */
class IntervalStressTest {
  private static final int PAGES = 16;
  private static final int CHANGES = 60_000;
  private static final long READ_NANOS = 2_000_000_000L;

  private final AddressSpace space = NotifierCore.create().createSpace("space");
  private final AtomicLongArray memory = new AtomicLongArray(PAGES);
  private final AtomicReference<String> broken = new AtomicReference<>();
  private final AtomicInteger changers = new AtomicInteger(2);
  private final AtomicInteger published = new AtomicInteger();

  /** A device with one subscription over a part of the memory. */
  private final class Mirror implements IntervalNotifier {
    final int from;
    final int to;
    final long[] held = new long[PAGES];
    final AtomicBoolean closed = new AtomicBoolean();
    IntervalSubscription subscription;

    Mirror(int from, int to) {
      this.from = from;
      this.to = to;
    }

    Mirror subscribe() {
      subscription =
          space.subscribe(address(from), address(to), this, Declaration.neverBlocking("mirror"));
      return this;
    }

    @Override
    public Answer invalidate(IntervalSubscription to, InvalidationRange range, long sequence) {
      if (closed.get()) {
        broken.compareAndSet(null, "R3.5: a callback after close");
      }
      synchronized (this) {
        to.setSequence(sequence);
        for (int page = 0; page < PAGES; page++) {
          if (range.overlaps(address(page), address(page + 1))) {
            held[page] = 0;
          }
        }
      }
      return range.start() == 0 && range.blocking() == mm.api.Blocking.FORBIDDEN
          ? Answer.WOULD_BLOCK
          : Answer.DONE;
    }

    void read(int page) {
      long sequence = subscription.readBegin(READ_NANOS);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return;
      }
      long value = memory.get(page);
      synchronized (this) {
        if (!subscription.readRetry(sequence)) {
          held[page] = value;
          published.incrementAndGet();
        }
      }
    }

    synchronized long held(int page) {
      return held[page];
    }

    void close() {
      subscription.close();
      closed.set(true);
    }
  }

  private static long address(int page) {
    return page * 0x1000L;
  }

  @Test
  @Timeout(120)
  void shouldNeverShowAPageThatIsChanging_R1_4_R3_2_R3_3_R3_5() throws InterruptedException {
    for (int i = 0; i < PAGES; i++) {
      memory.set(i, 1);
    }
    List<Mirror> mirrors =
        List.of(
            new Mirror(0, PAGES).subscribe(),
            new Mirror(0, 4).subscribe(),
            new Mirror(8, 16).subscribe());
    List<Thread> threads = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      threads.add(new Thread(() -> change(random, mirrors)));
    }
    threads.add(new Thread(() -> readAll(new Random(7), mirrors)));
    threads.add(new Thread(() -> comeAndGo(new Random(8))));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(null, broken.get());
    mirrors.forEach(Mirror::close);
    assertEquals(List.of(), space.openSections());
    assertEquals(true, published.get() > 0, "else nothing was tested");
  }

  private void change(Random random, List<Mirror> mirrors) {
    for (int i = 0; i < CHANGES && broken.get() == null; i++) {
      int page = random.nextInt(PAGES);
      long stamp =
          random.nextInt(4) == 0
              ? space.tryBegin(InvalidationEvent.UNMAP, address(page), address(page + 1))
              : space.begin(InvalidationEvent.CLEAR, address(page), address(page + 1));
      if (stamp != AddressSpace.DECLINED) {
        check(page, mirrors, "when begin returned");
        memory.incrementAndGet(page);
        check(page, mirrors, "before end");
        space.end(stamp);
      }
    }
    changers.decrementAndGet();
  }

  private void check(int page, List<Mirror> mirrors, String when) {
    for (Mirror each : mirrors) {
      if (page >= each.from && page < each.to && each.held(page) != 0) {
        broken.compareAndSet(null, "R1.4: page " + page + " is held " + when);
      }
    }
  }

  private void readAll(Random random, List<Mirror> mirrors) {
    while (changers.get() > 0) {
      Mirror mirror = mirrors.get(random.nextInt(mirrors.size()));
      mirror.read(mirror.from + random.nextInt(mirror.to - mirror.from));
    }
  }

  private void comeAndGo(Random random) {
    while (changers.get() > 0) {
      int from = random.nextInt(PAGES);
      Mirror mirror = new Mirror(from, PAGES).subscribe();
      mirror.read(from);
      mirror.close();
    }
  }
}
