package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A running mm, seen from other processes. */
@DisabledOnOs(OS.WINDOWS)
class ControlIT {
  @TempDir Path folder;
  private Commands commands;
  private int calls;

  @BeforeEach
  void prepare() throws Exception {
    commands = new Commands(folder);
  }

  @AfterEach
  void endThem() {
    commands.close();
  }

  private Path storage() {
    return folder.resolve("var");
  }

  private Process running() throws Exception {
    Process run = commands.start("run", "run", "--headless", "--storage", storage().toString());
    String ready = run.inputReader().readLine();
    assertTrue(ready.startsWith("ready: "), ready);
    return run;
  }

  /** Runs a command in the running mm; answers what it printed. */
  private String ctl(int expected, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("ctl", "--storage", storage().toString()));
    all.addAll(List.of(words));
    String name = "ctl" + calls++;
    Process process = commands.start(name, all.toArray(new String[0]));
    String output = Commands.outputOf(process);
    assertEquals(expected, process.exitValue(), output + commands.errors(name));
    return output + commands.errors(name);
  }

  @Test
  void shouldRunCommandsOfTheShellFromOutside() throws Exception {
    running();
    assertTrue(ctl(0, "drivers").contains("nouveau"));
    assertTrue(ctl(0, "drivers", "--json").startsWith("[ {"));
    assertTrue(ctl(0, "quarantine", "gru", "its device is exchanged").contains("QUARANTINED"));
    String info = ctl(0, "info", "gru");
    assertTrue(info.contains("its device is exchanged"), info);
    assertTrue(ctl(1, "health").contains("WARN"));
    assertTrue(ctl(0, "release", "gru").contains("ADMITTED"));
    assertTrue(ctl(2, "info", "nobody").contains("no driver 'nobody'"));
    assertTrue(ctl(0, "help").contains("quarantine"));
  }

  @Test
  void shouldRefuseASecondInstanceInTheSameFolder() throws Exception {
    running();
    Process second = commands.start("2", "run", "--storage", storage().toString());
    assertEquals("", Commands.outputOf(second));
    assertEquals(2, second.exitValue());
    String why = commands.errors("2");
    assertTrue(why.contains("another mm runs in " + storage()), why);
    assertTrue(ctl(0, "spaces").contains("no address space"));
  }

  @Test
  void shouldStartAgainAfterItWasKilled() throws Exception {
    Process first = running();
    first.destroyForcibly();
    assertTrue(first.waitFor(Commands.SECONDS, TimeUnit.SECONDS));
    assertTrue(Files.exists(storage().resolve("control")), "nobody cleaned up");
    assertTrue(ctl(2, "drivers").contains("no mm runs in"));
    running();
    assertTrue(ctl(0, "drivers").contains("kvm"));
  }

  @Test
  void shouldLogIntoItsFolder() throws Exception {
    running();
    String log = Files.readString(storage().resolve("log/mm.log"));
    assertTrue(log.contains("admitted kvm"), log);
    assertFalse(commands.errors("run").contains("|-"), "Logback complains of its configuration");
  }

  @Test
  void shouldTakeTheTokenAwayWhenItEnds() throws Exception {
    Process run = running();
    run.destroy();
    assertTrue(run.waitFor(Commands.SECONDS, TimeUnit.SECONDS));
    assertFalse(Files.exists(storage().resolve("control")));
  }
}
