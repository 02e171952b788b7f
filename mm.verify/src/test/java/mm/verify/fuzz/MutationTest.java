package mm.verify.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import mm.verify.Verdict;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short run that every build makes: the same inputs each time. */
@Execution(ExecutionMode.CONCURRENT)
class MutationTest {
  private static final int RUNS = Integer.getInteger("mm.mutations", 3_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        JarContents.MANIFEST,
        JarContents.SERVICE_FILE,
        "x/TestNotifier.class",
        "x/TestDriver.class"
      })
  void shouldGiveAVerdictOnAnyBytes(String entry) {
    Random random = new Random(entry.hashCode());
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = Target.right(entry);
      for (int change = 1 + random.nextInt(6); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Verdict verdict = Target.verify(entry, bytes);
      refused += verdict.hits().isEmpty() ? 0 : 1;
    }
    assertTrue(refused > RUNS / 10, refused + " refused"); // or the bytes were never looked at
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        JarContents.MANIFEST,
        JarContents.SERVICE_FILE,
        "x/TestNotifier.class",
        "x/TestDriver.class"
      })
  void shouldGiveAVerdictOnEveryBeginning(String entry) {
    byte[] whole = Target.right(entry);
    for (int length = 0; length < whole.length; length++) {
      Target.verify(entry, java.util.Arrays.copyOf(whole, length));
    }
  }
}
