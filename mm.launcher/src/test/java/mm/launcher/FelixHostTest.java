package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Felix with bundles that the test writes; the folder's name has a space on purpose. */
class FelixHostTest {
  @TempDir Path temporary;
  private Distribution distribution;

  @BeforeEach
  void install() throws Exception {
    distribution = new Distribution(temporary.resolve("my mm"));
    Files.createDirectories(distribution.home().resolve("deploy"));
    Jars.write(
        distribution.home().resolve("bundles/core.jar"),
        Map.of(
            "Bundle-SymbolicName",
            "mm.core",
            "Bundle-Activator",
            CoreStandIn.class.getName(),
            "Import-Package",
            "org.osgi.framework, org.slf4j;version=\"[2.0,3)\""),
        CoreStandIn.class);
  }

  private Host open() {
    return FelixHost.open(distribution, List.of(), Host.Purpose.VERB, Storage.create());
  }

  @Test
  void shouldNotTakeAFormerPolicyForOneThatHolds() throws Exception {
    Path conf = Files.createDirectories(distribution.home().resolve("conf"));
    Files.writeString(conf.resolve("mm.policy"), "idAllowList = gru");
    Problem problem = assertThrows(Problem.class, this::open);
    assertTrue(problem.getMessage().contains("mm.policy is not read"), problem.getMessage());
    assertTrue(problem.getMessage().contains("mm.policy.cfg beside it"), problem.getMessage());
    Files.move(conf.resolve("mm.policy"), conf.resolve("mm.policy.cfg"));
    open().close();
  }

  private Path deploy(String name, Map<String, String> headers) throws Exception {
    return Jars.write(distribution.home().resolve("deploy").resolve(name), headers);
  }

  @Test
  void shouldCallAVerbAndReadAView() {
    try (Host host = open()) {
      assertEquals(42, host.verb("replay").applyAsInt(Map.of("answer", 42)));
      assertEquals("kvm", host.view("drivers").get().get(0).get("id"));
      assertEquals(List.of(), host.unusable());
    }
  }

  @Test
  void shouldSayThatNoBundleOffersAVerb() {
    try (Host host = open()) {
      Problem problem = assertThrows(Problem.class, () -> host.verb("frob"));
      assertTrue(problem.getMessage().contains("mm.verb=frob"), problem.getMessage());
    }
  }

  @Test
  void shouldKeepStandardOutputFreeOfWhatBundlesPrint() {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try (Host host = open()) {
      assertEquals(List.of(), host.unusable());
    } finally {
      System.setOut(before);
    }
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldGoOnWithoutBundlesThatCannotBeUsed() throws Exception {
    Files.writeString(distribution.home().resolve("deploy/junk.jar"), "junk");
    deploy("plain.jar", Map.of());
    deploy(
        "picky.jar",
        Map.of("Bundle-SymbolicName", "picky", "Import-Package", "a.b;version=\"[1.2,2)\""));
    deploy("cap.jar", Map.of("Bundle-SymbolicName", "cap", "Require-Capability", "x.y"));
    deploy("one.jar", Map.of("Bundle-SymbolicName", "twin", "Bundle-Version", "1"));
    deploy("two.jar", Map.of("Bundle-SymbolicName", "twin", "Bundle-Version", "1"));
    try (Host host = open()) {
      assertEquals(
          List.of(
              "junk.jar: not a readable jar: zip END header not found",
              "plain.jar: no Bundle-SymbolicName in its manifest",
              "two.jar: a bundle with this name and version is already installed",
              "cap.jar: needs capability x.y, which no bundle provides",
              "picky.jar: needs package a.b [1.2.0,2.0.0), which no bundle exports"),
          host.unusable().stream().map(UnusableBundle::toString).toList());
    }
  }

  @Test
  void shouldTakeTheHighestEngineThatIsDeployed() throws Exception {
    for (String version : List.of("2.0.0", "3.0.0")) {
      Jars.write(
          distribution.home().resolve("deploy/core-" + version + ".jar"),
          Map.of(
              "Bundle-SymbolicName",
              "mm.core",
              "Bundle-Version",
              version,
              "Bundle-Activator",
              CoreStandIn.class.getName(),
              "Import-Package",
              "org.osgi.framework, org.slf4j;version=\"[2.0,3)\""),
          CoreStandIn.class);
    }
    try (Host host = open()) {
      assertEquals("3.0.0", host.view("drivers").get().get(0).get("engine"));
      assertEquals(List.of(), host.unusable());
    }
  }

  @Test
  void shouldFailWhenABundleOfItsOwnIsDamaged() throws Exception {
    Files.writeString(distribution.home().resolve("bundles/junk.jar"), "junk");
    Problem problem = assertThrows(Problem.class, this::open);
    assertEquals(ExitCode.INTERNAL, problem.exitCode());
    assertTrue(problem.getMessage().startsWith("mm cannot start with junk.jar"));
  }
}
