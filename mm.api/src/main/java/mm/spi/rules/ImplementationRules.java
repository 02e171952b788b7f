package mm.spi.rules;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.IntervalNotifier;
import mm.spi.MayDecline;
import mm.spi.Notifier;
import mm.spi.NotifierDriver;

/**
 * Compares a driver class with what its capability declares (R1.3, R6.5, R6.8). Runs no code of the
 * class. Pure and thread-safe.
 */
public final class ImplementationRules {
  private final DriverCapability capability;
  private final Class<?> type;
  private final List<Finding> findings = new ArrayList<>();

  private ImplementationRules(DriverCapability capability, Class<?> type) {
    this.capability = capability;
    this.type = type;
  }

  /**
   * Checks a driver class.
   *
   * @param capability what is declared
   * @param type the class that the service file names
   * @return what is wrong; empty when nothing is
   */
  public static List<Finding> check(DriverCapability capability, Class<?> type) {
    return new ImplementationRules(capability, type).check();
  }

  private List<Finding> check() {
    shape();
    DriverInfo info = type.getAnnotation(DriverInfo.class);
    if (info == null) {
      find(
          Rule.R6_5,
          type.getName() + " carries no @DriverInfo.",
          "Annotate it; the capability is generated from the annotation.");
    } else {
      sameAttributes(info);
      notifiers(List.of(info.notifiers()));
    }
    return findings;
  }

  private void shape() {
    if (!NotifierDriver.class.isAssignableFrom(type)) {
      find(
          Rule.R6_8,
          type.getName() + " does not implement " + NotifierDriver.class.getName() + ".",
          "Name the driver class itself in the service file.");
    }
    boolean constructible =
        Modifier.isPublic(type.getModifiers())
            && !Modifier.isAbstract(type.getModifiers())
            && Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    if (!constructible) {
      find(
          Rule.R6_8,
          type.getName() + " has no public constructor without parameters, or is not public.",
          "Make the class and its constructor public.");
    }
  }

  private void sameAttributes(DriverInfo info) {
    Map<String, Object> annotated = DriverAttributes.of(info);
    capability
        .attributes()
        .forEach(
            (name, declared) -> {
              if (!same(name, declared, annotated.get(name))) {
                find(
                    Rule.R6_5,
                    "Attribute '"
                        + name
                        + "' of the capability is '"
                        + declared
                        + "', but @DriverInfo says '"
                        + annotated.get(name)
                        + "'.",
                    "Let bnd generate the capability from the annotation.");
              }
            });
  }

  private static boolean same(String name, Object declared, Object annotated) {
    return switch (name) {
      case "subscription", "callbacks" ->
          Set.copyOf((List<?>) declared).equals(Set.copyOf((List<?>) annotated));
      case "version" -> padded(declared.toString()).equals(padded(annotated.toString()));
      default -> declared.equals(annotated);
    };
  }

  /** The manifest's parser completes 1 to 1.0.0. */
  private static String padded(String version) {
    int dots = (int) version.chars().filter(c -> c == '.').count();
    return version + ".0".repeat(Math.max(0, 2 - dots));
  }

  private void notifiers(List<Class<?>> classes) {
    for (Class<?> each : classes) {
      if (!Notifier.class.isAssignableFrom(each)
          && !IntervalNotifier.class.isAssignableFrom(each)) {
        find(
            Rule.R6_5,
            each.getName() + " is no notifier.",
            "List in notifiers the classes whose instances are subscribed.");
      }
      declinesAndEnds(each);
    }
    Set<Callback> implemented = Abilities.of(classes);
    if (!implemented.equals(capability.callbacks())) {
      find(
          Rule.R6_5,
          "It declares the callbacks "
              + capability.callbacks()
              + ", but its notifier classes implement "
              + implemented
              + ".",
          "Declare what is implemented, or implement what is declared.");
    }
  }

  private void declinesAndEnds(Class<?> notifier) {
    Set<Callback> own = Abilities.of(List.of(notifier));
    if (own.contains(Callback.TRY_START)
        && own.contains(Callback.END)
        && capability.failure() != MayDecline.OPPORTUNISTIC) {
      find(
          Rule.R1_3,
          notifier.getName() + " can decline a start and has an end callback.",
          "Implement one of PairedNotifier and DecliningNotifier.");
    }
  }

  private void find(Rule rule, String message, String mend) {
    findings.add(new Finding(rule, message, mend));
  }
}
