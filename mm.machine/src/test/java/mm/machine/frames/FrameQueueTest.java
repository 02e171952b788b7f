package mm.machine.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private static final int STEPS = 100_000;

  /** More is added than taken, so that it wraps and grows many times. */
  @Test
  void shouldGiveHandlesBackInOrderAndWhole() {
    FrameQueue queue = new FrameQueue();
    Deque<Long> model = new ArrayDeque<>();
    Random random = new Random(7);
    for (int i = 0; i < STEPS; i++) {
      if (model.isEmpty() || random.nextInt(5) < 3) {
        long handle = (long) random.nextInt(1 << 16) << 32 | random.nextInt(1 << 28);
        queue.add(handle);
        model.add(handle);
      } else {
        assertEquals(model.remove(), queue.take());
      }
      assertEquals(model.size(), queue.size());
    }
  }
}
