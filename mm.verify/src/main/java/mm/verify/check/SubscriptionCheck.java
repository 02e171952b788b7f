package mm.verify.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mm.api.Rule;
import mm.verify.Place;
import mm.verify.code.Bodies;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.code.Step;

/** What is visibly subscribed against what is listed (R6.10); the engine compares classes too. */
final class SubscriptionCheck {
  private static final String CONTEXT = "mm/spi/DriverContext";

  private final Hierarchy classes;
  private final Bodies bodies;
  private final Set<String> listed;
  private final Hits hits;

  private SubscriptionCheck(Hierarchy classes, Bodies bodies, Set<String> listed, Hits hits) {
    this.classes = classes;
    this.bodies = bodies;
    this.listed = listed;
    this.hits = hits;
  }

  static void check(Hierarchy classes, Bodies bodies, List<Subject> subjects, Hits hits) {
    Set<String> listed =
        subjects.stream().flatMap(each -> each.notifiers().stream()).collect(Collectors.toSet());
    new SubscriptionCheck(classes, bodies, listed, hits).check();
  }

  private void check() {
    for (ClassFile file : classes.classes()) {
      if (file.mentions().contains(CONTEXT)) {
        file.methods().values().forEach(method -> check(file, method));
      }
    }
  }

  private void check(ClassFile file, MethodShape method) {
    for (Step step : bodies.of(method.member()).steps()) {
      if (step.target().owner().equals(CONTEXT) && step.target().name().equals("subscribe")) {
        step.handed().stream()
            .filter(this::isUndeclared)
            .forEach(
                handed -> undeclared(Place.of(file, method.member().name(), step.line()), handed));
      }
    }
  }

  private boolean isUndeclared(Step.Handed handed) {
    return switch (handed.origin()) {
      case NEW -> !listed.contains(handed.type());
      case CLOSURE -> true;
      case UNKNOWN -> false;
    };
  }

  private void undeclared(Place place, Step.Handed handed) {
    String what =
        handed.origin() == Step.Origin.CLOSURE
            ? "a lambda or method reference, whose class nobody can list"
            : Member.dotted(handed.type()) + ", which no @DriverInfo lists in notifiers";
    hits.error(
        Rule.R6_10,
        place,
        "It subscribes " + what + ".",
        "Subscribe objects of classes that are listed.");
  }
}
