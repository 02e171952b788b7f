package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final EventQueue queue = new EventQueue();

  private static RecordedEvent event(int time) {
    return new RecordedEvent.TaskExited(time, 0);
  }

  private void assertNext(int time) {
    assertEquals(time, queue.poll().event().time());
  }

  @Test
  void shouldHoldEventsBehindAnEmptySlot() {
    EventQueue.Slot slot = queue.reserve();
    queue.add(event(2), 2);
    assertNull(queue.poll());
    queue.fill(slot, event(1), 3);
    assertNext(1);
    assertNext(2);
    assertNull(queue.poll());
  }

  @Test
  void shouldGiveUpTheFirstSlotAtTheLimit() {
    EventQueue.Slot slot = queue.reserve();
    for (int i = 0; i < EventQueue.LIMIT; i++) {
      queue.add(event(i), i);
    }
    assertTrue(slot.isGivenUp());
    assertEquals(1, queue.givenUp());
    assertNext(0);
    queue.fill(slot, event(-1), 9);
    for (int i = 1; i < EventQueue.LIMIT; i++) {
      assertNext(i);
    }
    assertNext(-1);
  }

  @Test
  void shouldLetEverythingGoAtTheEnd() {
    queue.reserve();
    queue.add(event(1), 1);
    queue.reserve();
    queue.add(event(2), 2);
    queue.giveUpAll();
    assertNext(1);
    assertNext(2);
    assertNull(queue.poll());
  }
}
