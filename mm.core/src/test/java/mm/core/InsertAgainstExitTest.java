package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A space that exits while an interval is being inserted: the insertion has found the space alive
 * and is not in the index yet. Chance meets this moment too rarely, so the insertion stops in it:
 * the first of a space looks at the stack of the thread that had sections there, and this thread
 * does not answer at once.
 */
@Timeout(120)
class InsertAgainstExitTest {
  private static final long PAGE = AddressRange.PAGE_SIZE;

  private final Recorder recorder = new Recorder();
  private final AddressSpace space =
      new Core(CoreOptions.defaults().with(CoreOptions.Guards.OFF)).createSpace("space");
  private final CountDownLatch inserting = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private final class Owner extends Thread {
    @Override
    public void run() {
      space.end(space.begin(InvalidationEvent.CLEAR, 0, PAGE));
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      inserting.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.getStackTrace();
    }
  }

  private static void awaitStopped(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldTellAnIntervalOfTheExitThatCameWhileItWasInserted_R4_4() throws InterruptedException {
    Owner owner = new Owner();
    owner.start();
    owner.join();
    Thread inserter =
        new Thread(
            () ->
                space.subscribe(
                    0,
                    PAGE,
                    recorder.interval("newcomer", Answer.DONE),
                    Declaration.neverBlocking("quiet")));
    Thread exit = new Thread(space::release);
    inserter.start();
    inserting.await();
    exit.start();
    awaitStopped(exit);
    goOn.countDown();
    inserter.join();
    exit.join();
    assertEquals(List.of("newcomer invalidate RELEASE"), recorder.take());
  }
}
