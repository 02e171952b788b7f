package mm.verify.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import mm.verify.jar.JarContents;

/** Manifests of any bytes. */
class ManifestFuzzTest {
  @FuzzTest(maxDuration = "60m", maxExecutions = 1_000_000)
  void manifest(byte @NotNull [] data) {
    Target.verify(JarContents.MANIFEST, data);
  }
}
