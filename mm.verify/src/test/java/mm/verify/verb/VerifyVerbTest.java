package mm.verify.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.verify.SampleBundles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyVerbTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, Object> options = new HashMap<>();

  private int run(Object... paths) {
    options.put("paths", List.of(paths));
    options.putIfAbsent("policies", List.of());
    options.putIfAbsent("strict", false);
    options.putIfAbsent("format", "text");
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    return new VerifyVerb().applyAsInt(options);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path right(String name) throws IOException {
    return Files.write(folder.resolve(name), SampleBundles.right());
  }

  private Path waiting(String name) throws IOException {
    return Files.write(folder.resolve(name), SampleBundles.waiting());
  }

  @Test
  void shouldPassWhatIsRight() throws IOException {
    assertEquals(0, run(right("a.jar")));
    assertTrue(output().contains("1 bundle, 1 driver: 0 errors"), output());
  }

  @Test
  void shouldRefuseWithRuleWayAndMend() throws IOException {
    assertEquals(1, run(waiting("a.jar")));
    assertTrue(output().contains("error R6.17"), output());
    assertTrue(output().contains("way: x.TestNotifier.start(TestNotifier.java:"), output());
    assertTrue(output().contains("    mend: "), output());
  }

  @Test
  void shouldTakeFoldersAndPatterns() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("some/jars"));
    right("some/jars/a.jar");
    waiting("some/jars/b.jar");
    Files.writeString(inner.resolve("c.txt"), "");
    assertEquals(1, run(inner));
    assertTrue(output().contains("2 bundles"), output());
    assertEquals(0, run(inner + "/a*.jar"));
    assertEquals(1, run(folder + "/**/b.jar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "junit"})
  @EnabledOnOs(OS.LINUX)
  void shouldTellThatAReportDoesNotFitOnItsDisk(String format) throws IOException {
    options.put("output", "/dev/full");
    options.put("format", format);
    assertEquals(2, run(right("a.jar")));
    assertEquals("mm: cannot write /dev/full: No space left on device", message());
  }

  private String message() {
    return err.toString(StandardCharsets.UTF_8).strip().replace("java.io.IOException: ", "");
  }

  @Test
  void shouldExamineEachJarOnce() throws IOException {
    Path jar = right("a.jar");
    assertEquals(0, run(jar, folder, folder + "/*.jar"));
    assertTrue(output().contains("1 bundle, "), output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such.jar", "/no/such/*.jar", "{", "no-*.jar"})
  void shouldNotKnowWhatToDoWithoutJars(String path) {
    assertEquals(2, run(path));
    assertTrue(err.toString().startsWith("mm: " + path), err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void shouldNotPassWhenThereWasNothingToExamine() throws IOException {
    assertEquals(2, run(folder));
    Files.write(folder.resolve("a.jar"), SampleBundles.other());
    assertEquals(2, run(folder));
    assertTrue(err.toString().contains("no driver bundle"), err.toString());
  }

  @Test
  void shouldCountTheUnprovenOnlyWhenToldTo() throws IOException {
    Path jar = Files.write(folder.resolve("a.jar"), SampleBundles.unproven());
    assertEquals(0, run(jar));
    assertTrue(output().contains("1 unproven"), output());
    options.put("strict", true);
    assertEquals(1, run(jar));
  }

  @Test
  void shouldHoldDriversToAPolicy() throws IOException {
    Path jar = right("a.jar");
    options.put(
        "policies", List.of("(&(blocking=never)(failure=never)(version>=1)(callbacks=start))"));
    assertEquals(0, run(jar));
    options.put("policies", List.of("(blocking=never)", "(pages=pinned)"));
    assertEquals(1, run(jar));
    assertTrue(output().contains("R6.22"), output());
  }

  /** A negation is true of what is absent; a comparison is false. */
  @Test
  void shouldRefuseWhatAPolicyAsksForAndNobodyDeclares() throws IOException {
    options.put("policies", List.of("(speed=high)"));
    assertEquals(1, run(right("a.jar")));
    options.put("policies", List.of("(blocking"));
    assertEquals(2, run(folder));
    assertTrue(err.toString().contains("--policy"), err.toString());
  }

  @Test
  void shouldWriteIntoAFile() throws IOException {
    Path report = folder.resolve("report.json");
    options.put("format", "json");
    options.put("output", report.toString());
    assertEquals(1, run(waiting("a.jar")));
    assertEquals("", output());
    assertTrue(Files.readString(report).contains("\"rule\" : \"R6.17\""));
    options.put("output", folder.resolve("no/such/folder").toString());
    assertEquals(2, run(folder));
  }

  @Test
  void shouldExplainRules() {
    options.put("rules", List.of("r1.3"));
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals(0, new ExplainVerb().applyAsInt(options));
    assertTrue(output().contains("R1.3") && output().contains("c2655835fd8c"), output());
    options.put("rules", List.of());
    assertEquals(0, new ExplainVerb().applyAsInt(options));
    assertTrue(output().contains("R6.22"), output());
    options.put("rules", List.of("R99"));
    assertEquals(2, new ExplainVerb().applyAsInt(options));
  }
}
