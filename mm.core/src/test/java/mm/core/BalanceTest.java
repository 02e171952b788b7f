package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sections on two threads while subscribers come and go: every start gets its end. */
class BalanceTest {
  private static final int SECTIONS_PER_THREAD = 200_000;
  private static final int SUBSCRIBERS = 2_000;

  private final AddressSpace space = NotifierCore.create().createSpace("space");
  private final AtomicLong running = new AtomicLong(2);

  /** Counts; after close its starts equal its ends and nothing comes any more. */
  private static final class Counting implements PairedNotifier {
    final AtomicLong starts = new AtomicLong();
    final AtomicLong ends = new AtomicLong();

    @Override
    public void start(InvalidationRange range) {
      starts.incrementAndGet();
    }

    @Override
    public void end(InvalidationRange range) {
      ends.incrementAndGet();
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private static final class Moody implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return range.start() % 3 == 0 && range.blocking() == mm.api.Blocking.FORBIDDEN
          ? Answer.WOULD_BLOCK
          : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  @Test
  @Timeout(120)
  void shouldEndWhatWasStartedForEverySubscriber_R2_1_R2_4_R4_1() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      threads.add(new Thread(() -> sections(random, 0, SECTIONS_PER_THREAD)));
    }
    threads.forEach(Thread::start);
    int rounds = 0;
    while (rounds++ < SUBSCRIBERS && running.get() > 0) {
      comeAndGo();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), space.openSections());
  }

  private void comeAndGo() {
    Counting counting = new Counting();
    Subscription moody = space.subscribe(new Moody(), Declaration.declining("moody"));
    Subscription subscription = space.subscribe(counting, Declaration.neverBlocking("counting"));
    moody.close();
    subscription.close();
    long starts = counting.starts.get();
    assertEquals(starts, counting.ends.get());
    assertEquals(starts, counting.starts.get(), "nothing comes after close");
  }

  private void sections(Random random, int depth, int count) {
    for (int i = 0; i < count; i++) {
      long start = random.nextInt(100) * 0x1000L;
      boolean polite = random.nextBoolean();
      long stamp =
          polite
              ? space.tryBegin(InvalidationEvent.UNMAP, start, start + 0x1000)
              : space.begin(InvalidationEvent.CLEAR, start, start + 0x1000);
      if (depth < 3 && random.nextInt(4) == 0) {
        sections(random, depth + 1, 2);
      }
      if (stamp != AddressSpace.DECLINED) {
        space.end(stamp);
      }
    }
    if (depth == 0) {
      running.decrementAndGet();
    }
  }
}
