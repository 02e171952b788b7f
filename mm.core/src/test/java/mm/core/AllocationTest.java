package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.CoreOptions.Guards;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Sections, queries and reads allocate nothing, whether or not somebody is told. Runs before tests
 * that spy on classes of the engine: from then on their calls allocate.
 */
@Order(1)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final int WARM_UP = 2_000;
  private static final int MEASURED = 2_000;

  private final AddressSpace space =
      NotifierCore.create(CoreOptions.defaults().with(Guards.OFF)).createSpace("space");

  private static final class Silent implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {}

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace its) {}
  }

  private static long bytes(Runnable body) {
    for (int i = 0; i < WARM_UP; i++) {
      body.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < MEASURED; i++) {
      body.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void pair() {
    space.end(space.begin(CLEAR, 0, 0x1000));
  }

  private IntervalSubscription listen() {
    return space.subscribe(
        0,
        0x1000,
        (its, range, sequence) -> {
          its.setSequence(sequence);
          return Answer.DONE;
        },
        QUIET);
  }

  /** Less than the smallest object each time; the measure itself may need a few bytes. */
  private static void assertNone(Runnable body) {
    assertTrue(bytes(body) < MEASURED * 8, "at least an object each time");
  }

  @Test
  void shouldAllocateNothingForASectionThatNobodyIsToldOf() {
    assertNone(this::pair);
  }

  @Test
  void shouldAllocateNothingForASectionThatManyAreToldOf() {
    for (int i = 0; i < 16; i++) {
      space.subscribe(new Silent(), QUIET);
    }
    listen();
    assertNone(this::pair);
    assertNone(() -> space.end(space.tryBegin(CLEAR, 0, 0x1000)));
  }

  @Test
  void shouldAllocateNothingForAReadAndAQuery() {
    IntervalSubscription reader = listen();
    assertNone(() -> reader.readRetry(reader.readBegin(0)));
    assertNone(space::hasNotifiers);
    assertNone(space::hasOomUnsafeNotifiers);
  }

  /** Planted: the measure sees what it is there to see. */
  @Test
  void shouldNoticeAnObjectEachTime() {
    Object[] kept = new Object[1];
    assertEquals(true, bytes(() -> kept[0] = new long[1]) >= MEASURED * 8L);
  }
}
