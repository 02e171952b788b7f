package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OomScheduleTest {
  private static List<Integer> due(OomSchedule schedule) {
    List<Integer> calls = new ArrayList<>();
    for (int call = 1; call <= 1000; call++) {
      if (schedule.isDue()) {
        calls.add(call);
      }
    }
    return calls;
  }

  @Test
  void shouldComeOnceAfterTheCallThatIsNamed() {
    assertEquals(List.of(70), due(OomSchedule.of("70", 1)));
  }

  @Test
  void shouldComeAgainAfterGapsAroundTheNumber() {
    List<Integer> calls = due(OomSchedule.of("every:20", 1));
    int before = 0;
    for (int call : calls) {
      assertTrue(call - before >= 10 && call - before <= 30, calls.toString());
      before = call;
    }
    assertTrue(calls.size() >= 33, calls.toString());
  }

  @Test
  void shouldTakeItsGapsFromTheSeed() {
    assertEquals(due(OomSchedule.of("every:20", 1)), due(OomSchedule.of("every:20", 1)));
    assertNotEquals(due(OomSchedule.of("every:20", 1)), due(OomSchedule.of("every:20", 2)));
  }

  @Test
  void shouldComeAtEveryCallAtMost() {
    assertTrue(due(OomSchedule.of("every:1", 1)).size() >= 500);
  }
}
