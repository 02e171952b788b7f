package mm.verify.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Order;

/** Right class files of which some bytes are changed, some removed, or all. */
@Order(1)
class ClassFileFuzzTest {
  private static final String[] CLASSES = {"x/TestNotifier.class", "x/TestDriver.class"};

  @FuzzTest(maxDuration = "60m", maxExecutions = 1_000_000)
  void classFile(FuzzedDataProvider data) {
    String entry = data.pickValue(CLASSES);
    if (data.consumeInt(0, 9) == 0) {
      Target.verify(entry, data.consumeRemainingAsBytes());
      return;
    }
    byte[] bytes = Target.right(entry);
    int changes = data.consumeInt(1, 8);
    for (int i = 0; i < changes; i++) {
      bytes[data.consumeInt(0, bytes.length - 1)] = data.consumeByte();
    }
    int length = data.consumeBoolean() ? bytes.length : data.consumeInt(0, bytes.length);
    Target.verify(entry, java.util.Arrays.copyOf(bytes, length));
  }
}
