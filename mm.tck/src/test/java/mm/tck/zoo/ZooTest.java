package mm.tck.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The proof of the kit: each wrong driver fails the test named for its rule, and no other. Several
 * at a time, since those that hang only wait.
 */
@Execution(ExecutionMode.CONCURRENT)
class ZooTest {
  static List<Animal> animals() {
    return Zoo.animals();
  }

  @ParameterizedTest
  @MethodSource("animals")
  void shouldFailExactlyTheTestOfItsRule(Animal animal) {
    Set<String> expected = animal.test().isEmpty() ? Set.of() : Set.of(animal.test());
    Map<String, String> failures = failuresOf(animal);
    assertEquals(expected, failures.keySet(), () -> Zoo.nameOf(animal) + ": " + failures);
  }

  /** A test that no wrong driver fails could as well be empty. */
  @Test
  void shouldHaveAnAnimalForEveryTestOfTheKit() {
    Set<String> unproved = new TreeSet<>();
    for (Method each : ZooConformance.class.getMethods()) {
      if (each.isAnnotationPresent(Test.class)) {
        unproved.add(each.getName());
      }
    }
    Zoo.animals().forEach(animal -> unproved.remove(animal.test()));
    assertEquals(Set.of(), unproved);
  }

  /** What failed by test, with the reason. */
  private static Map<String, String> failuresOf(Animal animal) {
    Map<String, String> failures = new TreeMap<>();
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
                  failures.put(nameOf(test), String.valueOf(result.getThrowable().orElse(null)));
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
