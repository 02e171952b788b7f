package mm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a long run few steps are kept. */
class ScriptLogTest {
  private final ScriptLog log = new ScriptLog(1, 2);

  private void add(String... ops) {
    List.of(ops).forEach(each -> log.add(ScriptStep.of(each)));
  }

  private List<Object> ops() {
    return log.steps().stream().map(each -> each.fields().get("op")).toList();
  }

  @Test
  void shouldKeepTheFirstAndTheLast() {
    add("spawn", "mmap", "touch", "munmap", "exit");
    assertEquals(List.of("spawn", "munmap", "exit"), ops());
    assertEquals(2, log.missing());
  }

  @Test
  void shouldKeepSwapsOfDriversInTheirPlace() {
    add("spawn", "mmap", "driver_swap", "touch", "munmap", "exit");
    assertEquals(List.of("spawn", "driver_swap", "munmap", "exit"), ops());
    assertEquals(2, log.missing());
  }

  @Test
  void shouldKeepNoMoreThanTheLastOfThem() {
    IntStream.range(0, 1000).forEach(each -> add("driver_swap"));
    assertEquals(1 + 64 + 2, ops().size());
    assertEquals(1000 - 67, log.missing());
  }
}
