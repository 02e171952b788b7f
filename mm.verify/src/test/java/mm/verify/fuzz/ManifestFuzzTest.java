package mm.verify.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.Order;

/** Manifests of any bytes. */
@Order(1)
class ManifestFuzzTest {
  @FuzzTest(maxDuration = "60m", maxExecutions = 1_000_000)
  void manifest(byte @NotNull [] data) {
    Target.verify(JarContents.MANIFEST, data);
  }
}
