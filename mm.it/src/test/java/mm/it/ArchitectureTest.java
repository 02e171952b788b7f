package mm.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may import whom. The enforcer checks the same table for jars; this one knows packages, so it
 * sees an engine package that imports the framework.
 */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..");
  private static final String[] JDK = {"java..", "javax..", "jdk.."};
  private static final String[] CONTRACT = {"mm.api..", "mm.spi.."};
  private static final String OSGI_ANNOTATIONS = "org.osgi.annotation..";
  private static final String LOGGING = "org.slf4j..";

  /** Folder of a module, and what it may import besides the JDK and itself. */
  private static final Map<String, List<String>> TABLE = new TreeMap<>();

  static {
    TABLE.put("mm.api", List.of());
    TABLE.put("mm.core", contractAnd(LOGGING, "org.osgi.framework..", "org.osgi.util.tracker.."));
    TABLE.put(
        "mm.deploy",
        contractAnd(
            LOGGING,
            "mm.verify..",
            "org.osgi.framework..",
            "org.osgi.util.tracker..",
            "org.osgi.service.cm..",
            "org.apache.felix.fileinstall.."));
    TABLE.put("mm.machine", contractAnd());
    TABLE.put(
        "mm.report", List.of("mm.lab..", "org.HdrHistogram..", "com.fasterxml.jackson.core.."));
    TABLE.put(
        "mm.replay",
        contractAnd(
            "mm.machine",
            "mm.report",
            "org.tukaani.xz..",
            "org.HdrHistogram..",
            "com.fasterxml.jackson.core..",
            "org.osgi.framework..",
            "org.osgi.util.tracker.."));
    TABLE.put(
        "mm.soak",
        contractAnd(
            LOGGING,
            "mm.machine",
            "mm.report",
            "mm.deploy.service..",
            "com.fasterxml.jackson.core..",
            "org.osgi.framework..",
            "org.osgi.util.tracker.."));
    TABLE.put(
        "mm.shell",
        contractAnd(
            LOGGING,
            "com.sun.net.httpserver..",
            "mm.deploy.service..",
            "mm.verify..",
            "picocli..",
            "com.fasterxml.jackson.core..",
            "org.HdrHistogram..",
            "org.osgi.framework..",
            "org.osgi.util.tracker..",
            "org.apache.felix.service.command..",
            "org.apache.felix.hc.api..",
            "org.apache.felix.inventory.."));
    TABLE.put(
        "mm.conform",
        contractAnd(
            "mm.machine",
            "mm.lab..",
            "mm.deploy.lasting",
            "mm.soak.unload",
            "mm.soak.witness",
            "org.tukaani.xz..",
            "com.fasterxml.jackson.core.."));
    TABLE.put(
        "mm.lab",
        contractAnd(
            "mm.machine",
            "org.osgi.framework..",
            "org.snakeyaml.engine..",
            "com.fasterxml.jackson.core.."));
    TABLE.put(
        "mm.tck",
        contractAnd(
            "mm.machine",
            "org.junit.jupiter.api..",
            "org.junit.platform..",
            "com.fasterxml.jackson.core.."));
    TABLE.put("drivers.kvm", contractAnd(LOGGING));
    TABLE.put("drivers.gru", contractAnd(LOGGING));
    TABLE.put("drivers.i915", contractAnd(LOGGING));
    TABLE.put("drivers.iommu", contractAnd(LOGGING));
    TABLE.put("drivers.hfi1", contractAnd(LOGGING));
    TABLE.put("drivers.nouveau", contractAnd(LOGGING));
    TABLE.put("drivers.hmm", contractAnd(LOGGING));
    TABLE.put(
        "mm.launcher",
        List.of(
            "picocli..",
            "com.fasterxml.jackson.core..",
            "org.osgi.framework..",
            "org.apache.felix.framework..",
            LOGGING));
    TABLE.put("examples/plain-java", contractAnd());
  }

  static final List<String> MODULES = List.copyOf(TABLE.keySet());
  private static final Map<String, JavaClasses> CLASSES = new HashMap<>();

  private static List<String> contractAnd(String... more) {
    return Stream.concat(Stream.of(CONTRACT), Stream.of(more)).toList();
  }

  /** By folder: packages that a bundle does not export have to be seen too. */
  @BeforeAll
  static void read() {
    for (String module : MODULES) {
      CLASSES.put(module, new ClassFileImporter().importPath(folder(module)));
    }
  }

  private static Path folder(String module) {
    return ROOT.resolve(module).resolve("target/classes");
  }

  private static ArchRule onlyImports(String module, List<String> allowed) {
    String[] packages =
        Stream.of(
                Stream.of(JDK), ownPackages(module), Stream.of(OSGI_ANNOTATIONS), allowed.stream())
            .flatMap(each -> each)
            .toArray(String[]::new);
    return classes().should().onlyDependOnClassesThat().resideInAnyPackage(packages);
  }

  private static Stream<String> ownPackages(String module) {
    return CLASSES.get(module).stream().map(JavaClass::getPackageName).distinct();
  }

  /** A rule over no classes holds; so does one over half of them. */
  @ParameterizedTest
  @FieldSource("MODULES")
  void shouldHaveReadEveryClass(String module) throws IOException {
    try (Stream<Path> files = Files.walk(folder(module))) {
      long expected = files.filter(file -> file.toString().endsWith(".class")).count();
      assertTrue(expected > 0, "no classes in " + folder(module));
      assertEquals(expected, CLASSES.get(module).size());
    }
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void shouldImportOnlyWhatTheTableAllows(String module) {
    onlyImports(module, TABLE.get(module)).check(CLASSES.get(module));
  }

  @Test
  void shouldNoticeAnImportThatTheTableDoesNotAllow() {
    ArchRule rule = onlyImports("mm.core", List.of(LOGGING));
    AssertionError found =
        assertThrows(AssertionError.class, () -> rule.check(CLASSES.get("mm.core")));
    assertTrue(found.getMessage().contains("mm.api"), found.getMessage());
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void shouldMeetTheFrameworkOnlyInTheAdapters(String module) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "mm.core.osgi..",
            "mm.replay.osgi..",
            "mm.lab.osgi..",
            "mm.deploy..",
            "mm.soak..",
            "mm.shell..",
            "mm.launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.osgi.framework..", "org.osgi.util..", "org.apache.felix..")
        .allowEmptyShould(true) // shouldHaveReadEveryClass guards against an empty import
        .check(CLASSES.get(module));
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void shouldNotLetTheEngineKnowItsAdapter(String module) {
    noClasses()
        .that()
        .resideOutsideOfPackages("mm.core.osgi..", "mm.replay.osgi..", "mm.lab.osgi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mm.core.osgi..", "mm.replay.osgi..", "mm.lab.osgi..")
        .allowEmptyShould(true) // shouldHaveReadEveryClass guards against an empty import
        .check(CLASSES.get(module));
  }

  /**
   * A package in two bundles is loaded from one of them only. HdrHistogram apart: it is no bundle
   * that resolves, so who uses it carries a copy, which it does not export.
   */
  @Test
  void shouldKeepEachPackageInOneModule() {
    Map<String, String> owners = new HashMap<>();
    for (String module : MODULES) {
      List<String> names =
          ownPackages(module).filter(name -> !name.startsWith("org.HdrHistogram")).toList();
      names.forEach(name -> assertEquals(module, owners.getOrDefault(name, module), name));
      names.forEach(name -> owners.put(name, module));
    }
  }
}
