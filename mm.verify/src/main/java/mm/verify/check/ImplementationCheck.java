package mm.verify.check;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.MayDecline;
import mm.spi.rules.Abilities;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import org.objectweb.asm.Opcodes;

/**
 * Compares a driver class with what its capability declares (R1.3, R6.5, R6.8, R6.11): the same as
 * {@link mm.spi.rules.ImplementationRules}, without loading the class.
 */
final class ImplementationCheck {
  private static final String DRIVER = "mm/spi/NotifierDriver";
  private static final String NOTIFIER = "mm/spi/Notifier";
  private static final String INTERVAL_NOTIFIER = "mm/spi/IntervalNotifier";

  private final Hierarchy classes;
  private final Subject subject;
  private final Hits hits;

  private ImplementationCheck(Hierarchy classes, Subject subject, Hits hits) {
    this.classes = classes;
    this.subject = subject;
    this.hits = hits;
  }

  static void check(Hierarchy classes, Subject subject, Hits hits) {
    new ImplementationCheck(classes, subject, hits).check();
  }

  private void check() {
    driver();
    constructor();
    attributes();
    subject.notifiers().forEach(this::notifier);
    callbacks();
    if (subject.capability().failure() == MayDecline.OPPORTUNISTIC) {
      Finding finding =
          new Finding(
              Rule.R6_11,
              "It is opportunistic.",
              "Declare another failure, or allow the experiment where the driver is deployed.");
      hits.add(subject.id(), Severity.WARNING, Place.of(subject.type()), finding);
    }
  }

  private void driver() {
    ClassFile type = subject.type();
    if (!classes.isSubtype(type.name(), DRIVER)) {
      missing(
          type,
          Rule.R6_8,
          name(type) + " does not implement " + Member.dotted(DRIVER) + ".",
          "Name the driver class itself in the service file.");
    }
  }

  private void constructor() {
    ClassFile type = subject.type();
    MethodShape constructor = type.methods().get("<init>()V");
    boolean constructible =
        type.is(Opcodes.ACC_PUBLIC)
            && !type.is(Opcodes.ACC_ABSTRACT)
            && constructor != null
            && constructor.is(Opcodes.ACC_PUBLIC);
    if (!constructible) {
      error(
          Rule.R6_8,
          type,
          name(type) + " has no public constructor without parameters, or is not public.",
          "Make the class and its constructor public.");
    }
  }

  private void attributes() {
    subject
        .capability()
        .attributes()
        .forEach(
            (name, declared) -> {
              String element = name.equals("mm.notifier.driver") ? "id" : name;
              if (!same(element, declared)) {
                error(
                    Rule.R6_5,
                    subject.type(),
                    "Attribute '"
                        + name
                        + "' of the capability is '"
                        + declared
                        + "', but @DriverInfo says '"
                        + subject.type().driverInfo().get(element)
                        + "'.",
                    "Let bnd generate the capability from the annotation.");
              }
            });
  }

  private boolean same(String element, Object declared) {
    return switch (element) {
      case "subscription", "callbacks" ->
          new HashSet<>((Collection<?>) declared).equals(Set.copyOf(subject.strings(element)));
      case "version" -> padded(declared).equals(padded(subject.type().driverInfo().get(element)));
      default -> declared.equals(subject.type().driverInfo().get(element));
    };
  }

  /** bnd completes 1 to 1.0.0. */
  private static String padded(Object version) {
    String text = String.valueOf(version);
    int dots = (int) text.chars().filter(c -> c == '.').count();
    return text + ".0".repeat(Math.max(0, 2 - dots));
  }

  private void notifier(String name) {
    Optional<ClassFile> found = classes.inBundle(name);
    if (found.isEmpty()) {
      error(
          Rule.R6_5,
          subject.type(),
          Member.dotted(name) + ", listed in notifiers, is not in the bundle.",
          "List in notifiers the classes whose instances are subscribed.");
      return;
    }
    ClassFile type = found.get();
    if (!classes.isSubtype(name, NOTIFIER) && !classes.isSubtype(name, INTERVAL_NOTIFIER)) {
      missing(
          type,
          Rule.R6_5,
          name(type) + " is no notifier.",
          "List in notifiers the classes whose instances are subscribed.");
    } else if (type.is(Opcodes.ACC_ABSTRACT)) {
      error(
          Rule.R6_5,
          type,
          name(type) + " is abstract, so nothing of exactly this class can be subscribed.",
          "List in notifiers the classes whose instances are subscribed.");
    }
    declinesAndEnds(type);
  }

  private void declinesAndEnds(ClassFile notifier) {
    Set<Callback> own = abilities(List.of(notifier.name()));
    if (own.contains(Callback.TRY_START)
        && own.contains(Callback.END)
        && subject.capability().failure() != MayDecline.OPPORTUNISTIC) {
      error(
          Rule.R1_3,
          notifier,
          name(notifier) + " can decline a start and has an end callback.",
          "Implement one of PairedNotifier and DecliningNotifier.");
    }
  }

  private void callbacks() {
    Set<Callback> implemented = abilities(subject.notifiers());
    if (!implemented.equals(subject.capability().callbacks())) {
      String message =
          "It declares the callbacks "
              + subject.capability().callbacks()
              + ", but its notifier classes implement "
              + implemented
              + ".";
      String mend = "Declare what is implemented, or implement what is declared.";
      Optional<ClassFile> unsure =
          subject.notifiers().stream()
              .flatMap(name -> classes.inBundle(name).stream())
              .filter(type -> classes.unknownAbove(type.name()).isPresent())
              .findFirst();
      missing(unsure.orElse(subject.type()), Rule.R6_5, message, mend);
    }
  }

  private Set<Callback> abilities(List<String> types) {
    EnumSet<Callback> found = EnumSet.noneOf(Callback.class);
    for (String type : types) {
      for (String each : classes.supertypes(type)) {
        found.addAll(Abilities.of(Member.dotted(each)));
      }
    }
    return found;
  }

  /** What a class lacks is certain only if all that it is derived from is known. */
  private void missing(ClassFile type, Rule rule, String message, String mend) {
    Optional<String> unknown = classes.unknownAbove(type.name());
    if (unknown.isEmpty()) {
      error(rule, type, message, mend);
    } else {
      Finding finding =
          new Finding(
              Rule.R6_19,
              "It cannot be told whether rule "
                  + rule.id()
                  + " is kept: "
                  + name(type)
                  + " is derived from "
                  + Member.dotted(unknown.get())
                  + ", which is not in the bundle.",
              "Put that class into the bundle.");
      hits.add(subject.id(), Severity.UNPROVEN, Place.of(type), finding);
    }
  }

  private void error(Rule rule, ClassFile type, String message, String mend) {
    hits.add(subject.id(), Severity.ERROR, Place.of(type), new Finding(rule, message, mend));
  }

  private static String name(ClassFile type) {
    return Member.dotted(type.name());
  }
}
