package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kotlin.jvm.internal.Intrinsics;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;

/**
 * Bundles whose class files no javac writes: the Eclipse compiler's, of old Java and of Java that
 * is newer than this JDK, and Kotlin's. {@link RightBundlesTest} and the wrong bundles are compiled
 * by both compilers of Java.
 */
@Order(Integer.MAX_VALUE)
class OtherCompilersTest {
  private static final String OLD =
      """
      static class Inner { private int secret; private void go() {} private static int made; }
      enum K { A, B }
      interface Step { void go(int n); }
      final Inner inner = new Inner();
      String name = "a";
      K k = K.A;
      void swap(int n) { count = n; }
      """;
  private static final String OLD_START =
      """
      inner.secret++; inner.go(); Inner.made += 2;
      switch (name) { case "a": count++; break; case "b": count--; break; default: }
      switch (k) { case A: count++; break; case B: count--; }
      Step s = this::swap; s.go(1); Runnable r = () -> inner.go(); r.run();
      """;
  private static final String NEW =
      """
      sealed interface S permits A, B {}
      record A(int n) implements S {}
      record B(String text) implements S {}
      enum K { ONE, TWO }
      Object what = K.ONE;
      S which = new A(1);
      int value(Object o) {
        return switch (o) {
          case A(int n) when n > waiting() -> n;
          case A a -> a.n();
          case B(var text) -> text.length();
          case K k -> switch (k) { case ONE -> 1; case TWO -> 2; };
          case null -> 0;
          default -> 3;
        };
      }
      int closed(S s) { return switch (s) { case A a -> a.hashCode(); case B b -> b.equals(null) ? 1 : 2; }; }
      """;

  private static TestBundle eclipse(int release) {
    return TestBundle.right()
        .by(SourceCompiler.ECJ)
        .declares("never", "never", "may")
        .header("Require-Capability", environment(release))
        .release(release);
  }

  private static String environment(int release) {
    String version = release == 8 ? "1.8" : "" + release;
    return "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=" + version + "))\"";
  }

  private static int major(Map<String, byte[]> classes) {
    return new ClassReader(classes.get("x/TestNotifier.class")).readUnsignedShort(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 17})
  void shouldFollowAccessorsSwitchesAndLambdasOfTheEclipseCompiler(int release) {
    TestBundle bundle = eclipse(release).members(OLD).start(OLD_START);
    assertEquals(44 + release, major(bundle.classes()));
    Rules.assertOnly(bundle.verify());
  }

  /** Patterns become calls that the JVM links when they are run first: of SwitchBootstraps. */
  @ParameterizedTest
  @ValueSource(ints = {21, 25})
  void shouldFollowPatternsOfNewerJava(int release) {
    TestBundle bundle =
        eclipse(release)
            .members(NEW + "int waiting() { return 1; }")
            .start("count = value(what) + closed(which);");
    assertEquals(44 + release, major(bundle.classes()));
    Rules.assertOnly(bundle.verify());
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 25})
  void shouldFindAWaitInAGuardOfAPattern_R6_17(int release) {
    TestBundle bundle =
        eclipse(release)
            .members(NEW + "int waiting() { mutex.lock(); return 1; }")
            .start("count = value(what);");
    Rules.assertOnly(bundle.verify(), "R6.17");
  }

  private static TestBundle kotlin(String resource) throws IOException {
    try (var in = OtherCompilersTest.class.getResourceAsStream(resource)) {
      return TestBundle.right()
          .attribute("allocation", "may")
          .kotlin(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static byte[] library() throws IOException {
    return Files.readAllBytes(TestJars.origin(Intrinsics.class).toPath());
  }

  @Test
  void shouldFindNothingInARightDriverOfKotlin() throws IOException {
    TestBundle bundle = kotlin("Right.kt");
    Set<String> names = bundle.classes().keySet();
    assertTrue(names.contains("x/TestNotifier$Companion.class"), names::toString);
    Rules.assertOnly(bundle.verify());
    Rules.assertOnly(
        bundle.header("Bundle-ClassPath", ".,kotlin.jar").entry("kotlin.jar", library()).verify());
  }

  @Test
  void shouldFindWhatWaitsInADriverOfKotlin_R6_17() throws IOException {
    Verdict verdict = kotlin("Waiting.kt").verify();
    Rules.assertOnly(verdict, "R6.17");
    Set<String> where =
        verdict.hits().stream().map(hit -> hit.place().method()).collect(Collectors.toSet());
    assertEquals(Set.of("inLambda", "byReference", "end", "go"), where, () -> Rules.text(verdict));
    assertTrue(verdict.hits().stream().allMatch(hit -> hit.place().line() > 20));
  }
}
