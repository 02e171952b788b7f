package mm.verify.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.Order;

/** Service files of any bytes. */
@Order(1)
class ServiceFileFuzzTest {
  @FuzzTest(maxDuration = "60m", maxExecutions = 1_000_000)
  void serviceFile(byte @NotNull [] data) {
    Target.verify(JarContents.SERVICE_FILE, data);
  }
}
