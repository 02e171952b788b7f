package mm.verify.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.Order;

/** Right manifests but for one header of any text. */
@Order(1)
class CapabilityFuzzTest {
  @FuzzTest(maxDuration = "60m", maxExecutions = 1_000_000)
  void capability(byte @NotNull [] data) {
    String text = new String(data, StandardCharsets.UTF_8).replaceAll("\\R", " ");
    String manifest = new String(Target.right(JarContents.MANIFEST), StandardCharsets.UTF_8);
    String header = data.length % 2 == 0 ? "Provide-Capability: .*" : "Import-Package: .*";
    String changed = manifest.replaceFirst(header, "");
    String name = header.substring(0, header.indexOf(':'));
    Target.verify(
        JarContents.MANIFEST,
        (changed.replaceAll("\\n+", "\n") + name + ": " + text + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
