package mm.tck.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The proof of the kit: each wrong driver fails the test named for its rule, and no other. */
class ZooTest {
  static List<Animal> animals() {
    return Zoo.animals();
  }

  @ParameterizedTest
  @MethodSource("animals")
  void shouldFailExactlyTheTestOfItsRule(Animal animal) {
    Set<String> expected = animal.test().isEmpty() ? Set.of() : Set.of(animal.test());
    assertEquals(expected, failuresOf(animal), () -> Zoo.nameOf(animal));
  }

  private static Set<String> failuresOf(Animal animal) {
    Set<String> failures = new TreeSet<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(ZooConformance.class))
                .configurationParameter(ZooConformance.ANIMAL, Zoo.nameOf(animal))
                .build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                  failures.add(nameOf(test));
                }
              }
            });
    return failures;
  }

  private static String nameOf(TestIdentifier test) {
    return test.getSource()
        .filter(org.junit.platform.engine.support.descriptor.MethodSource.class::isInstance)
        .map(
            source ->
                ((org.junit.platform.engine.support.descriptor.MethodSource) source)
                    .getMethodName())
        .orElse(test.getDisplayName());
  }
}
