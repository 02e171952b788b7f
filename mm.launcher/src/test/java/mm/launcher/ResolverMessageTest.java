package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleException;

/** The shapes of Felix 7.0.5's messages; {@link FelixHostTest} has those that Felix makes live. */
class ResolverMessageTest {
  private static String readable(String requirement) {
    String missing = "missing requirement [x [9](R 9.0)] " + requirement;
    return ResolverMessage.readable(
        new BundleException(
            "Unable to resolve x [9](R 9.0): "
                + missing
                + " Unresolved requirements: [[x [9](R 9.0)] "
                + requirement
                + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "osgi.wiring.package; (osgi.wiring.package=a.b)|needs package a.b, which no bundle exports",
        "osgi.wiring.package; (&(osgi.wiring.package=a.b)(version>=2.0.0))"
            + "|needs package a.b 2.0.0 or later, which no bundle exports",
        "osgi.wiring.package; (&(osgi.wiring.package=a.b)(version>=1.0.0)(!(version>=2.0.0)))"
            + "|needs package a.b [1.0.0,2.0.0), which no bundle exports",
        "osgi.wiring.bundle; (osgi.wiring.bundle=a)|needs bundle a, which is not there",
        "mm.notifier.core; (&(version>=1.0)(!(version>=2.0)))|needs capability mm.notifier.core"
            + " (&(version>=1.0)(!(version>=2.0))), which no bundle provides",
        "mm.foo|needs capability mm.foo, which no bundle provides"
      })
  void shouldNameWhatIsMissing(String requirement, String expected) {
    assertEquals(expected, readable(requirement));
  }

  @Test
  void shouldNameTheInnermostReason() {
    String nested =
        "Unable to resolve x [9](R 9.0): missing requirement [x [9](R 9.0)] osgi.wiring.bundle;"
            + " (osgi.wiring.bundle=y) [caused by: Unable to resolve y [8](R 8.0): missing"
            + " requirement [y [8](R 8.0)] osgi.wiring.package; (osgi.wiring.package=a.b)]"
            + " Unresolved requirements: [[x [9](R 9.0)] osgi.wiring.bundle;"
            + " (osgi.wiring.bundle=y)]";
    assertEquals(
        "needs package a.b, which no bundle exports",
        ResolverMessage.readable(new BundleException(nested)));
  }

  @Test
  void shouldFallBackToTheFirstCause() {
    Exception cause = new ZipException("zip file is empty");
    assertEquals(
        "not a readable jar: zip file is empty",
        ResolverMessage.readable(new BundleException("Unable to cache bundle", cause)));
  }
}
