package mm.verify.bnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverVerifierTest {
  @TempDir private Path folder;

  /** Builds as a project would: capability and imports are bnd's work. */
  private Builder build(Map<String, byte[]> classes, String plugin, String... more)
      throws Exception {
    Builder builder = new Builder();
    builder.setBase(folder.toFile());
    builder.addClasspath(
        new File(NotifierDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    Jar jar = new Jar("classes");
    classes.forEach((name, bytes) -> jar.putResource(name, new EmbeddedResource(bytes, 0L)));
    builder.addClasspath(jar);
    builder.setProperty("Bundle-SymbolicName", "test");
    builder.setProperty("Bundle-Version", "1.0.0");
    builder.setProperty("-includepackage", "x");
    builder.setProperty(
        "-includeresource.service", JarContents.SERVICE_FILE + ";literal='x.TestDriver'");
    builder.setProperty("-plugin.mm.verify", plugin);
    for (int i = 0; i < more.length; i += 2) {
      builder.setProperty(more[i], more[i + 1]);
    }
    builder.build();
    return builder;
  }

  private static final String PLUGIN = DriverVerifier.class.getName();

  @Test
  void shouldPassWhatBndHasMadeOfARightDriver() throws Exception {
    try (Builder builder = build(SampleSources.right(), PLUGIN)) {
      assertEquals(List.of(), builder.getErrors());
      Path jar = folder.resolve("test.jar");
      builder.getJar().write(jar.toFile());
      Verdict finished = Verifier.create().verify(jar);
      assertEquals(List.of(), finished.hits());
      assertEquals(1, finished.drivers().size());
    }
  }

  @Test
  void shouldFailAtTheLineThatWaits() throws Exception {
    Path source =
        Files.createDirectories(folder.resolve("src/main/java/x")).resolve("TestNotifier.java");
    Files.writeString(source, "\n".repeat(100));
    try (Builder builder = build(SampleSources.waiting(), PLUGIN)) {
      assertFalse(builder.isOk());
      String error = builder.getErrors().get(0);
      assertTrue(error.startsWith("R6.17: "), error);
      assertTrue(error.contains("-> x.TestNotifier.a("), error);
      Location at = builder.getLocation(error);
      assertEquals(source.toString(), at.file);
      assertTrue(at.line > 20, "line " + at.line);
    }
  }

  @Test
  void shouldFailForAHeader() throws Exception {
    try (Builder builder = build(SampleSources.right(), PLUGIN, "-exportcontents", "x")) {
      assertTrue(
          builder.getErrors().stream().anyMatch(e -> e.startsWith("R6.15")),
          builder.getErrors()::toString);
    }
  }

  @Test
  void shouldFailWithoutADriver() throws Exception {
    try (Builder builder = build(SampleSources.none(), PLUGIN, "-includeresource.service", "")) {
      assertTrue(
          builder.getErrors().stream().anyMatch(e -> e.startsWith("R6.1")),
          builder.getErrors()::toString);
    }
  }

  @Test
  void shouldHoldToAPolicy() throws Exception {
    try (Builder builder = build(SampleSources.right(), PLUGIN + ";policy='(pages=pinned)'")) {
      assertTrue(
          builder.getErrors().stream().anyMatch(e -> e.startsWith("R6.22")),
          builder.getErrors()::toString);
    }
  }

  @Test
  void shouldCountEverythingWhenStrict() throws Exception {
    try (Builder normal = build(SampleSources.unproven(), PLUGIN)) {
      assertTrue(normal.isOk(), normal.getErrors()::toString);
      assertTrue(
          normal.getWarnings().stream().anyMatch(w -> w.startsWith("R6.19")),
          normal.getWarnings()::toString);
    }
    try (Builder strict = build(SampleSources.unproven(), PLUGIN + ";strict=true")) {
      assertFalse(strict.isOk());
    }
  }
}
