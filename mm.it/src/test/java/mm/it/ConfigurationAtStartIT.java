package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is configured is in force before the first driver: one that the policy refuses never gets a
 * moment in which code of it runs. Its static initialiser would leave a mark.
 */
@Timeout(120)
class ConfigurationAtStartIT {
  private static final String MARK = "mm.it.mark";

  @TempDir Path root;
  private Path conf;
  private Deploying mm;

  @BeforeEach
  void prepare() throws Exception {
    System.clearProperty(MARK);
    conf = Files.createDirectory(root.resolve("conf"));
    mm = new Deploying(root).with("mm.configuration.folder", conf.toString());
    mm.drop(mm.jar("1.0.0"), "marking.jar");
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
    System.clearProperty(MARK);
  }

  private void refuse() throws Exception {
    Files.writeString(conf.resolve("mm.policy.cfg"), "idAllowList = gru\n");
  }

  private void assertNeverRan() throws Exception {
    mm.await(() -> mm.unit().toString().contains("R6.22"));
    mm.letItLook();
    assertNull(System.getProperty(MARK), "none of its code may have run");
    assertEquals("none", mm.version());
  }

  @Test
  void shouldKeepADeployedDriverOutFromTheBeginning_R6_22() throws Exception {
    refuse();
    for (int start = 0; start < 3; start++) {
      mm.boot();
      assertNeverRan();
      mm.halt();
    }
    mm.boot();
  }

  @Test
  void shouldKeepOutWhatRanInTheStartBefore_R6_22() throws Exception {
    mm.boot();
    mm.awaitVersion("1.0.0");
    assertEquals("initialised", System.getProperty(MARK), "else nothing would be tested");
    mm.halt();
    System.clearProperty(MARK);
    refuse();
    mm.boot();
    mm.letItLook();
    assertEquals("REFUSED", mm.felix().driver("marking").orElseThrow().get("state"));
    assertNull(System.getProperty(MARK), "none of its code may have run");
  }

  @Test
  void shouldLetNobodyInWhenTheFileIsBadAndEverybodyWhenItIsMended() throws Exception {
    Path file = Files.writeString(conf.resolve("mm.policy.cfg"), "alow = (blocking=never)\n");
    mm.boot();
    assertNeverRan();
    Whole.write(file, "# nothing\n");
    mm.awaitVersion("1.0.0");
  }

  @Test
  void shouldReportOldSectionsFromTheAgeThatTheStartWasTold_R2_11() throws Exception {
    mm.with("mm.section.limit.millis", "20").with("mm.wait.limit.millis", "20").boot();
    mm.awaitVersion("1.0.0");
    Object space = mm.newSpace();
    mm.attach(space);
    long section = Deploying.begin(space);
    mm.await(() -> Foreign.call(mm.core(), "violations").toString().contains("R2.11"));
    Deploying.end(space, section);
  }

  @Test
  void shouldFollowProbationAndReportWhatIsFixed() throws Exception {
    Files.writeString(conf.resolve("mm.cfg"), "deploy.scan.millis = 1\n");
    mm.boot();
    Object configurations = mm.felix().service("mm.deploy.service.Configurations");
    String all = Foreign.call(configurations, "all").toString();
    assertTrue(all.contains("fixed at start"), all);
    Whole.write(conf.resolve("mm.cfg"), "deploy.probation.millis = 1234\n");
    mm.await(() -> Foreign.call(configurations, "all").toString().matches(".*refused=]]"));
  }
}
