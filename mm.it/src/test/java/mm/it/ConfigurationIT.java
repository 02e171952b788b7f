package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The files of an installed mm that runs, as an operator edits them; what is no file of it. */
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationIT {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  @TempDir static Path root;
  private Path conf;
  private Path elsewhere;
  private Commands commands;

  @BeforeAll
  void start() throws Exception {
    conf = Files.createDirectories(root.resolve("conf"));
    elsewhere = Files.createDirectories(root.resolve("elsewhere"));
    write("mm.policy.cfg", "idAllowList = gru, i915\n");
    write("mm.driver.i915.cfg", "era = interval\n");
    Path jar = new TestBundle().write(elsewhere.resolve("marking.jar"));
    Files.copy(jar, conf.resolve("marking.jar"));
    Files.copy(jar, Files.createDirectory(conf.resolve("sub.cfg")).resolve("marking.jar"));
    write("org.apache.felix.fileinstall-more.cfg", "felix.fileinstall.dir = " + elsewhere + "\n");
    commands = new Commands(root);
    commands.set(
        "MM_JAVA_OPTS",
        "-Djava.io.tmpdir=" + root.resolve("tmp") + " -Dmm.configuration.folder=" + conf);
    Process run = commands.start("run", "run", "--headless", "--storage", storage().toString());
    assertEquals("ready: 2 of 2 drivers admitted", run.inputReader().readLine());
  }

  @AfterAll
  void stop() {
    commands.close();
  }

  private Path storage() {
    return root.resolve("var");
  }

  private void write(String name, String text) throws Exception {
    Whole.write(conf.resolve(name), text);
  }

  private ControlPort.Reply ask(String... words) throws Exception {
    return ControlPort.in(storage()).ask(List.of(words));
  }

  private String await(Predicate<ControlPort.Reply> wanted, String... words) throws Exception {
    long start = System.nanoTime();
    ControlPort.Reply reply = ask(words);
    while (!wanted.test(reply)) {
      assertTrue(System.nanoTime() - start < PATIENCE, reply::toString);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      reply = ask(words);
    }
    return reply.out();
  }

  @Test
  void shouldFollowItsFilesAndSayWhereWhatHoldsCameFrom() throws Exception {
    String policy = ask("policy").out();
    assertTrue(policy.contains("configured by " + conf.toRealPath().resolve("mm.policy.cfg")));
    write("mm.policy.cfg", "idAllowList = gru, i915, kvm\n");
    await(reply -> reply.out().matches("(?s).*kvm +\\S+ +ADMITTED.*"), "drivers");
    write("mm.policy.cfg", "idAllowLst = gru\n");
    policy = await(reply -> reply.out().contains("idAllowLst"), "policy");
    assertTrue(policy.matches("(?s).*kvm +\\S+ \\S+ +yes.*"), "the good one holds: " + policy);
    assertTrue(ask("health").out().contains("idAllowLst: unknown"));
    String info = ask("info", "i915").out();
    assertTrue(info.matches("(?s).*options +era=interval\n.*configured by +/.*"), info);
    write("mm.driver.i915.cfg", "era = stone\n");
    info = await(reply -> reply.out().contains("it can be list or interval"), "info", "i915");
    assertTrue(info.contains("era=interval"), info);
    write("mm.driver.frob.cfg", "a = b\n");
    await(reply -> reply.out().contains("no driver 'frob' is admitted"), "health");
  }

  @Test
  void shouldNeverTouchABundle() throws Exception {
    write("late.cfg.jar", "");
    Files.copy(elsewhere.resolve("marking.jar"), conf.resolve("later.jar"));
    write("mm.cfg", "deploy.probation.millis = 1000\n");
    await(reply -> reply.out().contains("mm in force by"), "health"); // it has looked since
    assertFalse(ask("units").out().contains("marking"));
    String installed = installed();
    assertTrue(installed.contains("fileinstall-"), installed);
    assertFalse(installed.contains("marking.jar") || installed.contains("later.jar"), installed);
    assertFalse(ask("drivers").out().contains("marking"));
    assertEquals("deploy.probation.millis = 1000\n", Files.readString(conf.resolve("mm.cfg")));
    assertTrue(Files.exists(elsewhere.resolve("marking.jar")));
  }

  /** What the framework keeps of its bundles, with their locations. */
  private String installed() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(storage().resolve("cache"))) {
      for (Path each : files.filter(file -> file.endsWith("bundle.info")).toList()) {
        all.append(Files.readString(each)).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void shouldFollowThemInVerbsToo() throws Exception {
    Path own = Files.createDirectories(root.resolve("own"));
    Files.writeString(own.resolve("mm.driver.i915.cfg"), "era = interval\n");
    commands.set("MM_JAVA_OPTS", "-Dmm.configuration.folder=" + own);
    String output = Commands.outputOf(commands.start("drivers", "drivers"));
    assertTrue(output.contains("option: era=interval"), output);
  }
}
