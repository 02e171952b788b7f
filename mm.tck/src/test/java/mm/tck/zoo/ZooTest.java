package mm.tck.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import mm.api.CoreOptions.Guards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
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
    DiscoverySelector everyTest = selectClass(ZooConformance.class);
    Map<String, String> failures = failuresOf(animal, Guards.ON, everyTest);
    assertEquals(expected, failures.keySet(), () -> Zoo.nameOf(animal) + ": " + failures);
  }

  /** An author who switches the guards off would else hear that all is well. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "TAKES_MUTEX",
        "SLEEPS_BEHIND_PORTS",
        "WAITS_UNDER_SPIN_LOCK",
        "ALLOCATES",
        "LOCK_OVER_FAULT"
      })
  void shouldSeeWhatOnlyGuardsSeeThoughTheAuthorSwitchedThemOff(PairedFlaw flaw) {
    DiscoverySelector test =
        Stream.of(ZooConformance.class.getMethods())
            .filter(each -> each.getName().equals(flaw.test()))
            .map(each -> selectMethod(ZooConformance.class, each))
            .findFirst()
            .orElseThrow();
    Map<String, String> failures = failuresOf(flaw, Guards.OFF, test);
    assertEquals(Set.of(flaw.test()), failures.keySet());
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
  private static Map<String, String> failuresOf(
      Animal animal, Guards guards, DiscoverySelector tests) {
    Map<String, String> failures = new TreeMap<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                .configurationParameter(ZooConformance.GUARDS, guards.name())
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
