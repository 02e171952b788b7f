package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The parts of the machine lie in layers, as its package documentation draws them: each uses only
 * those below it, and of the exported package only the words of its operations.
 */
class MachineLayersTest {
  private static final String ROOT = "mm.machine";

  /** From the lowest up; parts of one line do not use each other unless they stand in order. */
  private static final List<String> LAYERS =
      List.of(
          "frames",
          "tables",
          "files",
          "memory",
          "entries",
          "huge",
          "rmap",
          "vma",
          "reclaim",
          "migration",
          "faults",
          "ksm",
          "device",
          "uffd",
          "fileops",
          "advice",
          "calls",
          "oom",
          "check");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes = new ClassFileImporter().importPath(Path.of("../mm.machine/target/classes"));
  }

  private static boolean isPart(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".");
  }

  private static String part(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1);
  }

  private static Stream<Dependency> dependenciesOfParts() {
    return classes.stream()
        .filter(MachineLayersTest::isPart)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream());
  }

  private static List<String> upward(List<String> layers) {
    return dependenciesOfParts()
        .filter(each -> isPart(each.getTargetClass()))
        .filter(
            each ->
                layers.indexOf(part(each.getTargetClass()))
                    > layers.indexOf(part(each.getOriginClass())))
        .map(Dependency::getDescription)
        .toList();
  }

  @Test
  void shouldKnowEveryPart() {
    TreeSet<String> found = new TreeSet<>();
    classes.stream().filter(MachineLayersTest::isPart).forEach(type -> found.add(part(type)));
    assertEquals(new TreeSet<>(LAYERS), found);
  }

  @Test
  void shouldUseOnlyLowerLayers() {
    assertEquals(List.of(), upward(LAYERS));
  }

  @Test
  void shouldNoticeAPartThatUsesAHigherOne() {
    List<String> upsideDown = new ArrayList<>(LAYERS);
    Collections.reverse(upsideDown);
    assertFalse(upward(upsideDown).isEmpty());
  }

  @Test
  void shouldBeFreeOfCycles() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  /** The machine and its processes stand above all parts; words have no behaviour of theirs. */
  @Test
  void shouldUseOfTheExportedPackageOnlyWords() {
    List<String> others =
        dependenciesOfParts()
            .filter(each -> each.getTargetClass().getPackageName().equals(ROOT))
            .filter(each -> !isWord(each.getTargetClass()))
            .map(Dependency::getDescription)
            .toList();
    assertEquals(List.of(), others);
  }

  private static boolean isWord(JavaClass type) {
    return type.isEnum() || type.isRecord() || type.isInterface();
  }
}
