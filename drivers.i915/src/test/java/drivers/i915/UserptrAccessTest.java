package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One access against one section of another thread, at every order of their steps. */
class UserptrAccessTest {
  private static final long PAGE = 0x7000;
  private static final long OLD = 1;
  private static final long NEW = 2;

  /** Moments in an access at which a section can take steps; later ones come after the access. */
  private static final int MOMENTS = 8;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker gpu = new FakeWorker();
  private final FakeContext context = new FakeContext(queue, gpu);
  private final FakePages pages = context.fakePages();
  private final Device device = new I915Driver().attach(context);
  private final UserptrNotifier notifier = context.notifier(UserptrNotifier.class);
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopTheOtherThread() {
    other.shutdown();
  }

  static List<Arguments> orders() {
    List<Arguments> orders = new ArrayList<>();
    for (int start = 0; start < MOMENTS; start++) {
      for (int change = start; change < MOMENTS; change++) {
        orders.add(Arguments.of(start, change));
      }
    }
    return orders;
  }

  private void onTheOtherThread(Runnable step) {
    CompletableFuture.runAsync(step, other).join();
  }

  private void start() {
    onTheOtherThread(
        () ->
            assertEquals(Answer.DONE, notifier.tryStart(FakeRange.blockable(PAGE, PAGE + 0x1000))));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void shouldNeverShowTheOldPageOnceItWasReplaced(int start, int change) {
    pages.map(PAGE, OLD, Access.WRITE);
    queue.whileWaiting(gpu::flush);
    Section section = new Section(start, change);
    pages.steps(section::pass, section::pass, FakePages.Look.PIN);
    section.pass();
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    while (section.moment < MOMENTS) {
      section.pass();
    }
    assertNotEquals(Map.of(PAGE, OLD), Shown.all(device));
    assertTrue(device.access(PAGE, Access.WRITE) != AccessOutcome.BUSY);
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    device.detach();
    assertEquals(Map.of(), pages.pins());
  }

  /** Replaces the page, step by step. */
  private final class Section {
    private final int start;
    private final int change;
    private int moment;

    Section(int start, int change) {
      this.start = start;
      this.change = change;
    }

    void pass() {
      if (moment == start) {
        start();
        assertEquals(Map.of(), Shown.all(device), "right after start");
      }
      if (moment == change) {
        pages.map(PAGE, NEW, Access.WRITE);
      }
      moment++;
    }
  }

  @Test
  void shouldCompareAnUnprovenPageAtEachUse() {
    pages.map(PAGE, OLD, Access.WRITE);
    start();
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.HIT, device.access(PAGE, Access.READ));
    pages.map(PAGE, NEW, Access.WRITE);
    queue.whileWaiting(gpu::flush);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(Set.of(NEW), pages.pins().keySet());
  }

  @Test
  void shouldUnbindAWrongUnprovenPageWhenItIsLookedAt() {
    pages.map(PAGE, OLD, Access.WRITE);
    start();
    device.access(PAGE, Access.READ);
    gpu.flush();
    pages.map(PAGE, NEW, Access.WRITE);
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldShowAProvenPageWhateverTheTablesSay() {
    pages.map(PAGE, OLD, Access.WRITE);
    device.access(PAGE, Access.READ);
    pages.map(PAGE, NEW, Access.WRITE);
    assertEquals(Map.of(PAGE, OLD), Shown.all(device), "a missed change must not be hidden");
  }

  @Test
  void shouldProveAPageOnceTheOtherThreadIsSeenOutsideItsSection() {
    pages.map(PAGE, OLD, Access.WRITE);
    start();
    device.access(PAGE, Access.READ);
    onTheOtherThread(() -> device.access(0x900000, Access.READ));
    assertEquals(AccessOutcome.HIT, device.access(PAGE, Access.READ));
    pages.map(PAGE, NEW, Access.WRITE);
    assertEquals(Map.of(PAGE, OLD), Shown.all(device), "proven: a missed change must be seen");
  }

  @Test
  void shouldTakeAPagePinnedByTheThreadThatChangedItForProven() {
    pages.map(PAGE, OLD, Access.WRITE);
    notifier.tryStart(FakeRange.blockable(PAGE, PAGE + 0x1000));
    device.access(PAGE, Access.READ);
    pages.map(PAGE, NEW, Access.WRITE);
    assertEquals(Map.of(PAGE, OLD), Shown.all(device), "a missed change must be seen");
  }

  @Test
  void shouldRetryAfterASectionThatThePinItselfOpened() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(
        () -> {
          pages.steps(() -> {}, () -> {}, FakePages.Look.PIN);
          notifier.tryStart(FakeRange.blockable(PAGE, PAGE + 0x1000));
          pages.map(PAGE, NEW, Access.WRITE);
        },
        () -> {},
        FakePages.Look.PIN);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(1, device.counters().retries());
    assertEquals(Map.of(NEW, 1), pages.pins());
  }

  @Test
  void shouldDropAPinThatQuiesceOvertook() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(() -> {}, device::quiesce, FakePages.Look.PIN);
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldKeepOneOfTwoPinsOfTheSamePage() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(
        () -> {},
        () -> {
          pages.steps(() -> {}, () -> {}, FakePages.Look.PIN);
          assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
        },
        FakePages.Look.PIN);
    assertEquals(AccessOutcome.HIT, device.access(PAGE, Access.READ));
    assertEquals(Map.of(OLD, 1), pages.pins());
    assertEquals(1, device.counters().made());
  }
}
