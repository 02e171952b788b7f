package mm.verify;

import java.util.Map;
import mm.verify.jar.JarContents;

/** Some bundles for tests in other packages. */
public final class SampleBundles {
  private SampleBundles() {}

  /** One of which nothing is wrong. */
  public static byte[] right() {
    return TestBundle.right().jar();
  }

  /** One that waits two calls away, and one justified wait. */
  public static byte[] waiting() {
    return TestBundle.right()
        .start("a(); b();")
        .members(
            "void a() { mutex.lock(); }"
                + " @Justified(rules = \"R6.17\", reason = \"never contended\") void b() { worker.flush(); }")
        .jar();
  }

  /** One of which nobody knows. */
  public static byte[] unproven() {
    return TestBundle.right()
        .members("java.util.function.Supplier<String> s;")
        .start("s.get();")
        .jar();
  }

  /** No driver bundle. */
  public static byte[] other() {
    return TestJars.of(Map.of(JarContents.MANIFEST, "Manifest-Version: 1.0\n".getBytes()));
  }

  /** The parts of the right one. */
  public static Map<String, byte[]> entries() {
    return TestBundle.right().all();
  }
}
