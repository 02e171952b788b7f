package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The prompt on a terminal, with completion: {@code script} of util-linux makes the terminal. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Path MM =
      Path.of(System.getProperty("mm.home")).toAbsolutePath().normalize().resolve("bin/mm");

  @TempDir Path folder;

  @Test
  void shouldCompleteCommandsDriverIdsAndOptions() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(SCRIPT), "no " + SCRIPT + " of util-linux");
    String run = "stty rows 40 cols 140; exec '" + MM + "' run --storage '" + folder.resolve("var");
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qefc", run + "'", "/dev/null");
    builder.environment().put("TERM", "xterm");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    Process shell = builder.start();
    try (Typing typing = new Typing(shell)) {
      typing.awaits("mm> ");
      typing.types("mm:info \t");
      typing.awaits("amd-iommu");
      typing.awaits("nouveau");
      typing.types("kv\t");
      typing.types("--js\t\r");
      typing.awaits("\"driver\" : \"kvm\"");
      typing.awaits("mm> ");
      typing.types("quar\tgr\t\r");
      typing.awaits("QUARANTINED");
      typing.awaits("mm> ");
      typing.types("exit\r");
      assertTrue(shell.waitFor(Commands.SECONDS, TimeUnit.SECONDS), typing.seen.toString());
      assertEquals(0, shell.exitValue(), typing.seen.toString());
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  /** Types, and reads until something is there. */
  private static final class Typing implements AutoCloseable {
    private final StringBuilder seen = new StringBuilder();
    private final OutputStream keys;
    private final InputStream screen;
    private int from;

    Typing(Process shell) {
      keys = shell.getOutputStream();
      screen = shell.getInputStream();
    }

    void types(String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    /** Reads on until the text comes, behind what came before. */
    void awaits(String text) throws IOException {
      byte[] bytes = new byte[4096];
      while (seen.indexOf(text, from) < 0) {
        int count = screen.read(bytes);
        assertTrue(count > 0, () -> "no '" + text + "' in " + seen);
        seen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
      }
      from = seen.indexOf(text, from) + text.length();
    }

    @Override
    public void close() throws IOException {
      keys.close();
    }
  }
}
