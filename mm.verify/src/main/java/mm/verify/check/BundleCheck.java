package mm.verify.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.DriverCapability;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Policy;
import mm.verify.Severity;
import mm.verify.Verdict;
import mm.verify.code.ClassFile;
import mm.verify.code.ClassFileReader;
import mm.verify.code.Hierarchy;
import mm.verify.code.UnreadableCodeException;
import mm.verify.jar.JarContents;
import mm.verify.jar.MalformedException;
import mm.verify.reach.CallGraph;
import mm.verify.reach.Operations;
import mm.verify.reach.TooLargeException;

/**
 * All rules over one bundle, in an order in which one fault gives one finding: what is unreadable
 * is not judged, and what a driver does is followed only if what it declares can be understood.
 */
public final class BundleCheck {
  private static final String DRIVER = "mm/spi/NotifierDriver";

  private final String file;
  private final Operations operations;
  private final List<Policy> policies;
  private final Hits hits = new Hits();
  private Verdict.Kind kind = Verdict.Kind.DRIVER;
  private String origin = "";
  private Map<String, DriverCapability> drivers = new LinkedHashMap<>();

  /**
   * Prepares a check.
   *
   * @param file the bundle's name for messages
   * @param operations what is known of other methods
   * @param policies what a driver has to declare
   */
  public BundleCheck(String file, Operations operations, List<Policy> policies) {
    this.file = file;
    this.operations = operations;
    this.policies = policies;
  }

  /**
   * Checks a bundle.
   *
   * @param contents what was read of it
   * @return the verdict
   */
  public Verdict check(JarContents contents) {
    try {
      judge(contents);
    } catch (MalformedException | UnreadableCodeException | TooLargeException e) {
      unreadable(e.getMessage());
    }
    return verdict();
  }

  /**
   * Says that a bundle cannot be read at all.
   *
   * @param why a sentence
   * @return the verdict
   */
  public Verdict unreadable(String why) {
    hits.error(Rule.R6_13, Place.BUNDLE, why, "Build the jar again.");
    return verdict();
  }

  private Verdict verdict() {
    return new Verdict(
        file,
        origin,
        kind,
        new ArrayList<>(drivers.values()),
        worthTelling(distinct(hits.all())),
        distinct(hits.justified()));
  }

  /** Hints are for drivers of which nothing worse is to be said. */
  private static List<Hit> worthTelling(List<Hit> found) {
    boolean refused = found.stream().anyMatch(hit -> hit.severity() == Severity.ERROR);
    return found.stream().filter(hit -> !refused || hit.severity() != Severity.WARNING).toList();
  }

  /** Views of one jar differ in few classes, so most findings come several times. */
  private static List<Hit> distinct(List<Hit> found) {
    Set<List<Object>> seen = new HashSet<>();
    return found.stream()
        .filter(hit -> seen.add(List.of(hit.finding(), hit.driver(), hit.place())))
        .toList();
  }

  private void judge(JarContents contents) throws MalformedException {
    BundleManifest manifest = BundleManifest.of(contents);
    origin = manifest.origin();
    ClassPath path = classPath(manifest, contents);
    if (path == null) {
      return;
    }
    List<Hierarchy> views = path.views();
    if (!isDriver(manifest, contents, views.get(0))) {
      kind = Verdict.Kind.OTHER;
      return;
    }
    HeaderCheck.check(manifest, hits);
    ImportCheck.check(manifest, path.all(), hits);
    ClassVersionCheck.check(manifest, path.all(), hits);
    drivers = CapabilityCheck.check(manifest, hits);
    policies.forEach(this::policy);
    if (!drivers.isEmpty()
        && drivers.size() == manifest.capabilities(DriverCapability.NAMESPACE).size()) {
      views.forEach(view -> classes(contents, view));
    }
  }

  /** Null when a class is too new to be read, which is a finding of its own. */
  private ClassPath classPath(BundleManifest manifest, JarContents contents)
      throws MalformedException {
    try {
      return ClassPath.of(manifest, contents);
    } catch (MalformedException e) {
      for (Map.Entry<String, byte[]> entry : contents.entries().entrySet()) {
        int java = ClassFileReader.java(entry.getValue());
        if (entry.getKey().endsWith(".class") && java > ClassFileReader.NEWEST) {
          hits.error(
              Rule.R6_16,
              Place.of(entry.getKey()),
              entry.getKey()
                  + " is for Java "
                  + java
                  + ", which no verifier of this version reads.",
              "Compile for a version up to " + ClassFileReader.NEWEST + ".");
          return null;
        }
      }
      throw e;
    }
  }

  private static boolean isDriver(
      BundleManifest manifest, JarContents contents, Hierarchy classes) {
    return !manifest.capabilities(DriverCapability.NAMESPACE).isEmpty()
        || contents.bytes(JarContents.SERVICE_FILE).isPresent()
        || classes.classes().stream().anyMatch(BundleCheck::isDriverClass)
        || !classes.subtypes(DRIVER).isEmpty() && !isContract(classes);
  }

  private static boolean isDriverClass(ClassFile type) {
    return type.driverInfo() != null;
  }

  /** The contract's own bundle defines what drivers implement, and is none. */
  private static boolean isContract(Hierarchy classes) {
    return classes.classes().stream().anyMatch(type -> type.name().equals(DRIVER));
  }

  private void policy(Policy policy) {
    for (DriverCapability driver : drivers.values()) {
      if (!policy.allows(driver)) {
        Finding finding =
            new Finding(
                Rule.R6_22,
                "The driver " + driver.id() + " does not match " + policy + ".",
                "Deploy another driver, or change the policy.");
        hits.add(driver.id(), Severity.ERROR, Place.of("Provide-Capability"), finding);
      }
    }
  }

  private void classes(JarContents contents, Hierarchy view) {
    int before = hits.size();
    List<Subject> subjects = ServiceFileCheck.check(contents, view, drivers, hits);
    subjects.forEach(subject -> ImplementationCheck.check(view, subject, hits));
    if (hits.all().stream().skip(before).noneMatch(hit -> hit.severity() == Severity.ERROR)) {
      CallGraph graph = new CallGraph(view, operations, roots(subjects));
      SubscriptionCheck.check(view, graph.bodies(), subjects, hits);
      subjects.forEach(subject -> CallbackCheck.check(graph, subject, hits));
      SpinLockCheck.check(graph, hits);
    }
  }

  /** What the engine makes, and what it is told of. */
  private static List<String> roots(List<Subject> subjects) {
    List<String> roots = new ArrayList<>();
    for (Subject subject : subjects) {
      roots.add(subject.type().name());
      roots.addAll(subject.notifiers());
    }
    return roots;
  }
}
