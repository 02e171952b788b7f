package mm.deploy.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import mm.deploy.service.DeployReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jars that cannot be read, or change, at the moment when they are looked at. */
class FolderWatchTest {
  /** Each file was changed long ago, so that it counts at the first look. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  @TempDir Path root;
  private final Deployer deployer = mock(Deployer.class);
  private final List<String> brought = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private Path folder;
  private Path storage;
  private Store store;
  private Memory memory;
  private FolderWatch watch;

  @BeforeEach
  void watchAFolder() throws Exception {
    folder = Files.createDirectory(root.resolve("deploy"));
    storage = root.resolve("units");
    store = new Store(storage);
    memory = new Memory(root.resolve("units.properties"));
    watch = new FolderWatch(folder, LATER, deployer, memory);
    when(deployer.store()).thenReturn(store);
    when(deployer.fromFolder(any(), any()))
        .thenAnswer(call -> bring(call.getArgument(0), call.getArgument(1)));
  }

  private DeployReport bring(Path file, Jar seen) {
    meanwhile.run();
    try {
      brought.add(store.again(seen, file).version());
      return Reports.done(seen, "brought", List.of());
    } catch (RefusedJarException e) {
      return Reports.refused(seen.name(), seen.version(), e);
    }
  }

  private void drop(String version) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", EngineUnit.NAME);
    manifest.getMainAttributes().putValue("Bundle-Version", version);
    try (OutputStream out = Files.newOutputStream(folder.resolve("unit.jar"))) {
      new JarOutputStream(out, manifest).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void removeCopies() {
    try (Stream<Path> copies = Files.list(storage)) {
      for (Path each : copies.toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldBringWhatCouldNotBeCopiedBeforeAsSoonAsItCan() throws Exception {
    drop("1.0.0");
    Files.move(storage, root.resolve("away")); // as good as a full disk
    watch.look();
    watch.look();
    assertEquals(List.of(), brought);
    Files.move(root.resolve("away"), storage);
    watch.look();
    assertEquals(List.of("1.0.0"), brought);
    watch.look();
    assertEquals(List.of("1.0.0"), brought, "once");
  }

  @Test
  void shouldBringWhatItHasSeenThoughTheFileHasGoneSince() throws Exception {
    drop("1.0.0");
    meanwhile = () -> folder.resolve("unit.jar").toFile().delete();
    watch.look();
    assertEquals(List.of("1.0.0"), brought);
    assertEquals(List.of(EngineUnit.NAME), memory.ofFolder(), "to be taken away next");
  }

  @Test
  void shouldBringTheFileAgainThatWasBeingRewrittenWhenItsTurnCame() throws Exception {
    drop("1.0.0");
    byte[] whole = Files.readAllBytes(folder.resolve("unit.jar"));
    meanwhile =
        () -> {
          removeCopies();
          write(new byte[10]);
        };
    watch.look();
    assertEquals(List.of(), brought, "half of it");
    meanwhile = () -> {};
    write(whole);
    watch.look();
    assertEquals(List.of("1.0.0"), brought);
  }

  private void write(byte[] content) {
    try {
      Files.write(folder.resolve("unit.jar"), content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldLeaveNothingBehindInTheStoreOfWhatItRefuses() throws Exception {
    write(new byte[10]);
    watch.look();
    try (Stream<Path> left = Files.list(storage)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
