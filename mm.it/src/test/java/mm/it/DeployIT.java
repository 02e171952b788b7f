package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What happens to the deploy folder happens to the drivers, and to nothing else. */
@Timeout(120)
class DeployIT {
  private static final List<String> WHOLE_SWAP =
      List.of("INSTALLED", "VALIDATED", "STANDBY", "SHADOW", "ACTIVE");

  @TempDir Path root;
  private Deploying mm;
  private Object attachment;

  @BeforeEach
  void deployTheFirstVersion() throws Exception {
    mm = new Deploying(root).boot();
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.awaitVersion("1.0.0");
    attachment = mm.attach(mm.newSpace());
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Object device() {
    return Foreign.call(attachment, "device");
  }

  private List<?> findings() {
    return (List<?>) mm.unit().orElseThrow().get("findings");
  }

  private Set<String> versions() {
    Set<String> versions = new TreeSet<>();
    for (Bundle each : mm.felix().bundles()) {
      if (UNIT.equals(each.getSymbolicName())) {
        versions.add(each.getVersion() + " " + (each.getState() == Bundle.ACTIVE));
      }
    }
    return versions;
  }

  @Test
  void shouldDeployWhatIsDropped() {
    assertEquals(List.of("INSTALLED", "VALIDATED", "ACTIVE"), mm.history("1.0.0"));
    Map<String, Object> unit = mm.unit().orElseThrow();
    assertEquals(List.of("marking"), unit.get("drivers"));
    assertEquals("folder", unit.get("source"));
    assertEquals("marking.jar", ((java.util.Optional<?>) unit.get("desired")).get());
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
  }

  @Test
  void shouldSwapWhenAJarIsOverwritten() throws Exception {
    Object before = device();
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    mm.awaitVersion("2.0.0");
    assertEquals(WHOLE_SWAP, mm.history("2.0.0"));
    mm.await(() -> mm.history("1.0.0").contains("STOPPED"));
    assertEquals(
        List.of("INSTALLED", "VALIDATED", "ACTIVE", "DRAINING", "STOPPED"), mm.history("1.0.0"));
    assertNotSame(before, device());
    assertEquals(Set.of("1.0.0 false", "2.0.0 true"), versions());
    assertEquals("test.marking 2.0.0", mm.felix().driver("marking").orElseThrow().get("bundle"));
  }

  @Test
  void shouldDoNothingForTheSameBytes() throws Exception {
    Object before = device();
    List<String> history = mm.history("1.0.0");
    Path file = mm.folder.resolve("marking.jar");
    Files.write(file, Files.readAllBytes(file));
    mm.letItLook();
    assertEquals(history, mm.history("1.0.0"));
    assertSame(before, device());
    assertEquals("UNCHANGED", mm.order("install", file, "EXECUTE").get("outcome"));
    assertEquals("UNCHANGED", mm.order("swap", UNIT, file, "EXECUTE").get("outcome"));
  }

  /** What compares size and time only does not see. */
  @Test
  void shouldSeeARewriteOfTheSameSizeAndTime() throws Exception {
    Path file = mm.folder.resolve("marking.jar");
    FileTime time = Files.getLastModifiedTime(file);
    byte[] next = padded("2.0.0", Files.size(file));
    Files.write(file, next);
    Files.setLastModifiedTime(file, time);
    mm.awaitVersion("2.0.0");
  }

  private byte[] padded(String version, long size) throws Exception {
    byte[] jar = Files.readAllBytes(mm.jar(version));
    Random random = new Random(1);
    for (int i = 0; jar.length != size; i++) {
      assertTrue(i < 10_000, "no pad found");
      String pad = Long.toString(random.nextLong(), 36).substring(0, 1 + i % 8);
      jar = Files.readAllBytes(mm.jar(TestBundle.version(version).header("X-Pad", pad)));
    }
    return jar;
  }

  @Test
  void shouldWaitForAHalfCopy() throws Exception {
    byte[] whole = Files.readAllBytes(mm.jar("2.0.0"));
    Path file = mm.folder.resolve("marking.jar");
    int half = whole.length / 2;
    Files.write(file, java.util.Arrays.copyOf(whole, half));
    for (int i = half; i < whole.length; i += Math.max(1, half / 8)) {
      Files.write(file, java.util.Arrays.copyOf(whole, i));
      mm.letItLook();
      assertEquals("1.0.0", mm.version(), "the driver must stay, also when the copy pauses");
    }
    Files.write(file, whole);
    mm.awaitVersion("2.0.0");
  }

  @Test
  void shouldSwapWhenOneIsAddedAndTheOtherDeletedAtOnce() throws Exception {
    Path next = mm.jar("2.0.0");
    Path away = Files.move(mm.folder, root.resolve("away")); // nobody looks in between
    Files.delete(away.resolve("marking.jar"));
    Files.copy(next, away.resolve("marking-2.jar"));
    Files.move(away, mm.folder);
    mm.awaitVersion("2.0.0");
    assertEquals(WHOLE_SWAP, mm.history("2.0.0"));
    assertTrue(!mm.history("1.0.0").contains("GONE"));
  }

  @Test
  void shouldKeepTheDriverWhenTheNextOneDoesNotResolve() throws Exception {
    Object before = device();
    mm.drop(
        mm.jar(
            TestBundle.version("2.0.0")
                .header(
                    "Import-Package",
                    "mm.api;version=\"[0.1,1)\",mm.spi;version=\"[0.1,1)\",org.osgi.framework,"
                        + "no.such.pack")),
        "marking.jar");
    mm.await(() -> mm.history("2.0.0").contains("FAILED"));
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
    assertTrue(findings().toString().contains("no.such.pack"), findings()::toString);
    assertEquals(Set.of("1.0.0 true"), versions());
    mm.letItLook();
    assertEquals(1, mm.history("2.0.0").stream().filter("FAILED"::equals).count(), "once only");
    mm.drop(mm.jar("2.0.1"), "marking.jar");
    mm.awaitVersion("2.0.1");
    mm.await(() -> findings().isEmpty()); // the deployer tidies up after the new one serves
  }

  @Test
  void shouldKeepTheDriverWhenTheNextOneIsRefused_R6_2() throws Exception {
    mm.drop(mm.jar(TestBundle.version("2.0.0").without("allocation")), "marking.jar");
    mm.await(() -> !findings().isEmpty());
    assertTrue(findings().toString().contains("R6.2"), findings()::toString);
    assertEquals("1.0.0", mm.version());
    assertEquals(List.of(), mm.history("2.0.0"), "nothing of it came into the framework");
  }

  @Test
  void shouldKeepTheDriverWhenTheJarBecomesGarbage() throws Exception {
    Object before = device();
    Files.writeString(mm.folder.resolve("marking.jar"), "no jar at all");
    mm.await(() -> !findings().isEmpty());
    mm.letItLook();
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    mm.awaitVersion("2.0.0");
  }

  @Test
  void shouldSwapToAnOlderVersion() throws Exception {
    mm.drop(mm.jar("0.9.0"), "marking.jar");
    mm.awaitVersion("0.9.0");
    assertEquals(WHOLE_SWAP, mm.history("0.9.0"));
  }

  @Test
  void shouldTakeTheHigherOfTwoVersionsAndTheOtherWhenItGoes() throws Exception {
    mm.drop(mm.jar("2.0.0"), "a-second.jar");
    mm.awaitVersion("2.0.0");
    mm.drop(mm.jar("1.5.0"), "between.jar");
    mm.letItLook();
    assertEquals("2.0.0", mm.version());
    Files.delete(mm.folder.resolve("a-second.jar"));
    mm.awaitVersion("1.5.0");
  }

  @Test
  void shouldRefuseOtherBytesOfTheSameNameAndVersion() throws Exception {
    Object before = device();
    mm.drop(mm.jar(TestBundle.version("1.0.0").header("X-Other", "bytes")), "second.jar");
    mm.await(() -> !findings().isEmpty());
    assertTrue(
        findings().toString().contains("marking.jar and second.jar differ"), findings()::toString);
    mm.letItLook();
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
    Files.delete(mm.folder.resolve("second.jar"));
    mm.drop(mm.jar(TestBundle.version("1.0.0").header("X-Other", "more")), "marking.jar");
    mm.await(() -> findings().toString().contains("Give the changed bundle another version"));
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
  }

  @Test
  void shouldRemoveWhatIsDeleted() throws Exception {
    Files.delete(mm.folder.resolve("marking.jar"));
    mm.await(() -> mm.history("1.0.0").contains("GONE"));
    assertEquals(
        List.of("INSTALLED", "VALIDATED", "ACTIVE", "DRAINING", "STOPPED", "GONE"),
        mm.history("1.0.0"));
    assertEquals(Set.of(), versions());
    assertEquals("DETACHED", access());
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    mm.awaitVersion("2.0.0");
    assertEquals("REFUSED", access(), "the place has waited for the next driver");
  }

  private String access() {
    return Foreign.call(attachment, "access", 0L, "READ").toString();
  }

  @Test
  void shouldIgnoreWhatIsNoDriver() throws Exception {
    Path other = mm.folder.resolve("other.jar");
    Files.copy(Felix.jars(Path.of(System.getProperty("mm.home")).resolve("bundles")).get(0), other);
    Files.writeString(mm.folder.resolve("README.txt"), "no jar");
    mm.letItLook();
    assertEquals(2, ((List<?>) Foreign.call(mm.deployment(), "units")).size(), "and the engine");
  }

  @Test
  void shouldKeepWhatIsThereWhenTheFolderIsAway() throws Exception {
    Path away = root.resolve("away");
    Files.move(mm.folder, away);
    mm.letItLook();
    assertEquals("1.0.0", mm.version());
    Files.move(away, mm.folder);
    mm.letItLook();
    assertEquals("1.0.0", mm.version());
  }
}
