package mm.verify.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong(42);

  private Progress progress(int all) {
    PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    return new Progress(stream, all, now::get);
  }

  private void pass(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void shouldSayNothingForAShortTime() {
    try (Progress progress = progress(2)) {
      progress.one();
      pass(900);
      progress.one();
    }
    assertEquals("", terminal.toString());
  }

  @Test
  void shouldSayHowFarItIsAndWipeThatAwayInTheEnd() {
    try (Progress progress = progress(4)) {
      progress.one();
      pass(1_001);
      progress.one();
      progress.one();
    }
    String last = "3 of 4 bundles, 75 %";
    assertEquals(
        "\r2 of 4 bundles, 50 %\r" + last + "\r" + " ".repeat(last.length()) + "\r",
        terminal.toString());
  }

  @Test
  void shouldSayNothingWhenNobodyIsLooking() {
    Progress.NONE.one();
    Progress.NONE.close();
    assertEquals("", terminal.toString());
  }
}
