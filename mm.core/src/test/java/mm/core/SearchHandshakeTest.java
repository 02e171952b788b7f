package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.MigrationOwner;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A close at the worst moments of a section's begin: the section has found the subscription and has
 * not opened the epoch yet, or has just said that its search is over. {@link
 * CloseAgainstSearchTest} meets these moments by chance, here the section stops in them.
 */
@Timeout(120)
class SearchHandshakeTest {
  private static final AddressRange PAGE = new AddressRange(0, AddressRange.PAGE_SIZE);

  private final Recorder recorder = new Recorder();
  private final Core core = new Core(CoreOptions.defaults().with(CoreOptions.Guards.OFF));
  private final CoreSpace space = (CoreSpace) core.createSpace("space");
  private final SectionRegistry registry = mock(SectionRegistry.class);
  private final ThreadSections thread =
      spy(new ThreadSections(Thread.currentThread(), new Slots()));
  private final Intervals intervals = new Intervals(space, core.callbacks(), registry);
  private final IntervalSubscription leaving =
      intervals.insert(
          PAGE, recorder.interval("leaving", Answer.DONE), Declaration.neverBlocking("quiet"));
  private final CountDownLatch writerWaits = new CountDownLatch(1);
  private final Thread closer =
      new Thread(
          () -> {
            leaving.close();
            recorder.add("closed");
          });

  SearchHandshakeTest() {
    // The writer waits for the one thread of this test.
    doAnswer(
            call -> {
              writerWaits.countDown();
              awaitNoSearch(call.getArgument(0));
              return null;
            })
        .when(registry)
        .awaitSearches(anyLong());
  }

  private void awaitNoSearch(long spaceId) {
    while (thread.searches(spaceId)) {
      Thread.onSpinWait();
    }
  }

  private Section push() {
    return thread.push(
        space, CLEAR, PAGE.start(), PAGE.end(), Blocking.ALLOWED, MigrationOwner.NONE);
  }

  private void end(Section section) throws InterruptedException {
    intervals.end(section);
    thread.pop(section);
    closer.join();
  }

  private void awaitCloserToStop() {
    while (closer.getState() != Thread.State.WAITING
        && closer.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldHaveOpenedTheEpochWhenItsSearchIsOver_R3_5() throws InterruptedException {
    doAnswer(
            call -> {
              call.callRealMethod();
              closer.start();
              awaitCloserToStop();
              return null;
            })
        .when(thread)
        .endSearch();
    Section section = push();
    assertTrue(intervals.begin(thread, section));
    assertEquals(Thread.State.WAITING, closer.getState(), "the section has found it");
    end(section);
    assertEquals(List.of("leaving invalidate CLEAR", "closed"), recorder.take());
  }

  @Test
  void shouldMakeACloseWaitThatFoundTheSectionSearching_R3_5() throws InterruptedException {
    Section section = spy(push());
    doAnswer(
            call -> { // asked for its start when the section is counted, before it searches
              closer.start();
              writerWaits.await();
              return call.callRealMethod();
            })
        .doCallRealMethod()
        .when(section)
        .start();
    assertTrue(intervals.begin(thread, section));
    awaitCloserToStop();
    assertEquals(Thread.State.WAITING, closer.getState(), "the section has found it");
    Section inner = push(); // is not kept out by a writer that waits for the epoch
    assertTrue(intervals.begin(thread, inner));
    intervals.end(inner);
    thread.pop(inner);
    end(section);
    assertEquals(
        List.of("leaving invalidate CLEAR", "leaving invalidate CLEAR", "closed"), recorder.take());
  }

  @Test
  void shouldNotSearchWhileTheIndexChanges_R3_4() throws InterruptedException {
    CountDownLatch sectionCame = new CountDownLatch(1);
    doAnswer(
            call -> {
              call.callRealMethod();
              sectionCame.countDown();
              return null;
            })
        .when(thread)
        .startSearch(anyLong());
    doAnswer(
            call -> {
              writerWaits.countDown();
              sectionCame.await();
              awaitNoSearch(space.id());
              return null;
            })
        .when(registry)
        .awaitSearches(anyLong());
    closer.start();
    writerWaits.await();
    Section section = push();
    assertTrue(intervals.begin(thread, section));
    end(section);
    assertEquals(List.of("closed"), recorder.take());
  }
}
