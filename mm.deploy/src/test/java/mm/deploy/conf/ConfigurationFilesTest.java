package mm.deploy.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.deploy.service.Configured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.ConfigurationException;

/** Files that come, change and go, as File Install reports them, and a target that is choosy. */
class ConfigurationFilesTest {
  private static final String PID = "mm.policy";

  @TempDir Path root;
  private Path folder;
  private final List<Object> configured = new ArrayList<>();
  private final Target target =
      new Target() {
        @Override
        public void configure(Map<String, Object> values) throws ConfigurationException {
          if (values.containsKey("bad")) {
            configured.add("refused");
            throw new ConfigurationException("bad", "it is bad");
          }
          configured.add(values);
        }

        @Override
        public void unreadable() {
          configured.add("unreadable");
        }
      };
  private final Intake intake =
      new Intake(pid -> Optional.of(target).filter(x -> pid.equals(PID) || pid.equals("mm")));
  private ConfigurationFiles files;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(root.resolve("conf")).toRealPath();
    files = new ConfigurationFiles(Optional.of(folder), Optional.empty(), intake);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path policy(String text) throws IOException {
    return write("mm.policy.cfg", text);
  }

  private Configured state() {
    return intake.of(PID).orElseThrow();
  }

  @Test
  void shouldReadKeysAndValuesOfItsOwnFilesOnly() throws IOException {
    Path file = policy("# who\nallow = (&(blocking=never)(failure=never))\nüber = ö \n");
    write("logback.cfg", "a = b\n");
    write("mm.jfc", "a = b\n");
    Files.createDirectory(folder.resolve("mm.sub.cfg.d"));
    files.readAll();
    assertEquals(
        List.of(Map.of("allow", "(&(blocking=never)(failure=never))", "über", "ö")), configured);
    assertEquals(new Configured(PID, file.toString(), ""), state());
    assertTrue(files.isOurs(folder.resolve("mm.cfg")));
    assertTrue(files.isOurs(folder.resolve("mm.policy.config")), "to say that it is none");
    assertFalse(files.isOurs(folder.resolve("logback.cfg")));
    assertFalse(files.isOurs(folder.resolve("mm.jar")));
    assertFalse(files.isOurs(root.resolve("mm.cfg")), "of another folder");
  }

  @Test
  void shouldTakeAChangeOnceAndKeepTheGoodOneWhenItIsBad() throws IOException {
    files.changed(policy("a = 1\n"));
    files.changed(policy("# other bytes\na = 1\n"));
    files.changed(policy("bad = 1\n"));
    files.changed(policy("#\nbad = 1\n"));
    assertTrue(state().refused().endsWith("mm.policy.cfg: it is bad"), state()::toString);
    assertTrue(state().source().endsWith("mm.policy.cfg"), "the good one is still from there");
    files.changed(policy("a = 1\n"));
    assertEquals("", state().refused());
    files.changed(policy("#a = 1\n"));
    assertEquals(List.of(Map.of("a", "1"), "refused", Map.of()), configured);
    assertEquals(Optional.empty(), intake.of(PID));
  }

  @Test
  void shouldSayThatAFileCannotBeRead() throws IOException {
    files.changed(policy("a = \\u00zz\n"));
    assertTrue(state().refused().contains("cannot be read"), state()::toString);
    assertEquals("", state().source());
    files.changed(policy("#a = 1\n"));
    assertEquals(List.of("unreadable", Map.of()), configured, "the door is open again");
  }

  @Test
  void shouldKeepThePolicyAndNothingElseWhenItsFileGoes() throws IOException {
    files.changed(policy("a = 1\n"));
    files.changed(write("mm.cfg", "b = 2\n"));
    Files.delete(folder.resolve("mm.policy.cfg"));
    files.gone(folder.resolve("mm.policy.cfg"));
    assertTrue(state().refused().contains("has gone"), state()::toString);
    Files.delete(folder.resolve("mm.cfg"));
    files.gone(folder.resolve("mm.cfg"));
    assertEquals(List.of(Map.of("a", "1"), Map.of("b", "2"), Map.of()), configured);
    assertEquals(Optional.empty(), intake.of("mm"));
    files.changed(policy("a = 1\n"));
    assertEquals("", state().refused());
  }

  @Test
  void shouldReportAFileThatConfiguresNothing() throws IOException {
    Path wrong = write("mm.polcy.cfg", "a = 1\n");
    files.readAll();
    files.changed(write("mm.policy.config", "a = \"1\"\n"));
    assertEquals(
        List.of("mm.polcy.cfg", "mm.policy.config"),
        intake.all().stream().map(Configured::pid).toList());
    assertTrue(intake.all().get(0).refused().contains("mm.driver.ID.cfg"), intake.all()::toString);
    files.gone(wrong);
    assertEquals(1, intake.all().size());
    assertEquals(List.of(), configured);
  }

  @Test
  void shouldReadThePolicyOfAnotherFileInsteadAndMissIt() throws IOException {
    policy("a = 1\n");
    Path other = root.toRealPath().resolve("my.policy");
    files = new ConfigurationFiles(Optional.of(folder), Optional.of(other), intake);
    files.readAll();
    assertTrue(state().refused().contains("NoSuchFile"), state()::toString);
    Files.writeString(other, "a = 2\n");
    files.changed(other);
    files.changed(folder.resolve("mm.policy.cfg"));
    files.gone(folder.resolve("mm.policy.cfg"));
    assertEquals(List.of("unreadable", Map.of("a", "2")), configured);
    assertEquals(new Configured(PID, other.toString(), ""), state());
    assertEquals(Optional.of(other), files.policyElsewhere());
  }

  @Test
  void shouldLetWhatWasConfiguredElsewhereStandUntilTheFileChanges() throws IOException {
    files.changed(policy("a = 1\n"));
    Map<String, String> byHand = Map.of("a", "7", "service.pid", PID);
    intake.take(PID, byHand, files.source(PID, byHand));
    assertEquals("Configuration Admin", state().source());
    files.changed(policy("# touched\na = 1\n"));
    assertEquals(List.of(Map.of("a", "1"), Map.of("a", "7")), configured);
    files.changed(policy("a = 2\n"));
    assertEquals(3, configured.size());
  }

  @Test
  void shouldHandOnWhatItHasReadWhenSomebodyElseIsToHaveIt() throws IOException {
    files.changed(policy("a = 1\n"));
    List<String> told = new ArrayList<>();
    files.to((pid, values, source) -> told.add(pid + values));
    files.changed(policy("a = 2\n"));
    assertEquals(List.of("mm.policy{a=1}", "mm.policy{a=2}"), told);
    assertEquals(1, configured.size(), "the other one tells of it");
  }
}
