package mm.verify.bnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import aQute.service.reporter.Report.Location;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mm.spi.NotifierDriver;
import mm.verify.SampleSources;
import mm.verify.Verdict;
import mm.verify.Verifier;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One line in a workspace's {@code cnf/build.bnd}, as bnd's Gradle plugin and bndtools build it:
 * they call {@link Project#build()} and show its errors where {@link Project#getLocation} says.
 */
class WorkspaceTest {
  @TempDir private Path root;
  private Path project;

  @BeforeEach
  void makeWorkspace() throws Exception {
    Path cnf = Files.createDirectories(root.resolve("cnf"));
    Path jars = Files.createDirectories(root.resolve("jars"));
    project = Files.createDirectories(root.resolve("drivers.test"));
    Files.writeString(
        cnf.resolve("build.bnd"),
        "-pluginpath: "
            + PluginJars.path(jars)
            + "\n-plugin.mm.verify: "
            + DriverVerifier.class.getName()
            + "\n");
    Files.writeString(
        project.resolve("bnd.bnd"),
        "src: source\n-buildpath: "
            + PluginJars.jar(jars, NotifierDriver.class)
            + ";version=file\nBundle-Version: 1.0.0\n-privatepackage: x\n-includeresource: "
            + JarContents.SERVICE_FILE
            + ";literal='x.TestDriver'\n");
  }

  /** What a compiler has left in the project's folders. */
  private Path compiled(Map<String, byte[]> classes) throws Exception {
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      Path file = project.resolve("bin").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, each.getValue());
    }
    Path source = Files.createDirectories(project.resolve("source/x")).resolve("TestNotifier.java");
    return Files.writeString(source, "\n".repeat(100));
  }

  @Test
  void shouldBuildARightDriver() throws Exception {
    compiled(SampleSources.right());
    try (Workspace workspace = new Workspace(root.toFile())) {
      Project built = workspace.getProject("drivers.test");
      File[] jars = built.build();
      assertEquals(List.of(), built.getErrors());
      Verdict verdict = Verifier.create().verify(jars[0].toPath());
      assertEquals(1, verdict.drivers().size());
      assertEquals(List.of(), verdict.hits());
    }
  }

  @Test
  void shouldFailAtTheFileAndLineThatWait_R6_17() throws Exception {
    Path source = compiled(SampleSources.waiting());
    try (Workspace workspace = new Workspace(root.toFile())) {
      Project built = workspace.getProject("drivers.test");
      built.build();
      assertFalse(built.isOk());
      assertEquals(1, built.getErrors().size(), built.getErrors()::toString);
      String error = built.getErrors().get(0);
      assertTrue(error.contains("R6.17: blocking=never"), error);
      Location at = built.getLocation(error);
      assertEquals(source.toString(), at.file);
      assertTrue(at.line > 20, "line " + at.line);
    }
  }

  @Test
  void shouldFailAtTheHeaderThatIsWrong_R6_15() throws Exception {
    compiled(SampleSources.right());
    Path file = project.resolve("bnd.bnd");
    Files.writeString(file, Files.readString(file).replace("-privatepackage", "Export-Package"));
    try (Workspace workspace = new Workspace(root.toFile())) {
      Project built = workspace.getProject("drivers.test");
      built.build();
      String error =
          built.getErrors().stream().filter(e -> e.contains("R6.15")).findFirst().orElseThrow();
      Location at = built.getLocation(error);
      assertEquals(file.toString(), at.file);
      assertTrue(
          Files.readAllLines(file).get(at.line - 1).startsWith("Export-Package"), "" + at.line);
    }
  }
}
