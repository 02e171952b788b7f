package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path folder;
  private final Captured console = new Captured();
  private final StubHost host = new StubHost();

  private int run(String terminals, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--storage", folder.resolve("var").toString()));
    return Cli.create(console.console(terminals), host).run(all.toArray(new String[0]));
  }

  @Test
  void shouldOpenTheShellOnATerminal() {
    assertEquals(ExitCode.OK, run("012", "run"));
    assertEquals(Host.Purpose.SHELL, host.purpose);
    assertEquals("", console.out());
  }

  @Test
  void shouldAnnounceInOneLineWithoutATerminal() {
    host.drivers.add(StubHost.KVM);
    host.drivers.add(StubHost.BAD);
    assertEquals(ExitCode.OK, run("2", "run"));
    assertEquals(Host.Purpose.SERVICE, host.purpose);
    assertEquals("ready: 1 of 2 drivers admitted", console.out().strip());
  }

  @Test
  void shouldRefuseAFolderInWhichAnotherLives() {
    try (Storage other = Storage.in(folder.resolve("var"))) {
      assertEquals(ExitCode.UNUSABLE, run("2", "run"));
      assertTrue(console.err().contains("another mm runs in"), console.err());
      assertTrue(other.home().isPresent());
    }
    assertEquals(ExitCode.OK, run("2", "run"));
  }

  @Test
  void shouldEmptyTheBundleCacheOfItsFolder() throws Exception {
    Path stale = Files.createDirectories(folder.resolve("var/cache/bundle1"));
    assertEquals(ExitCode.OK, run("2", "run"));
    assertFalse(Files.exists(stale));
  }

  @Test
  void shouldRefuseAPortThatIsTakenBeforeAnythingStarts() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      assertEquals(ExitCode.UNUSABLE, run("2", "run", "--metrics", port));
      assertTrue(console.err().startsWith("mm: --metrics " + port), console.err());
    }
    assertEquals(ExitCode.UNUSABLE, run("2", "run", "--metrics", "70000"));
    assertNull(host.purpose);
  }

  @Test
  void shouldStayHeadlessOnRequest() {
    assertEquals(ExitCode.OK, run("012", "run", "--headless"));
    assertEquals(Host.Purpose.SERVICE, host.purpose);
  }
}
