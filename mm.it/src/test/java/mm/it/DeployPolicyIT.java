package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy's file and the deploy folder of a running mm. */
@Timeout(120)
class DeployPolicyIT {
  @TempDir Path root;
  private Path file;
  private Deploying mm;

  @BeforeEach
  void boot() throws Exception {
    file = root.resolve("mm.policy");
    welcome("gru");
    mm = new Deploying(root).with("mm.policy.file", file.toString()).boot();
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private void welcome(String driver) throws Exception {
    Whole.write(file, "idAllowList = " + driver + "\n");
  }

  private String findings() {
    return mm.unit().map(unit -> unit.get("findings").toString()).orElse("");
  }

  @Test
  void shouldDeployWhatWasRefusedWhenThePolicyWelcomesIt_R6_22() throws Exception {
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.await(() -> findings().contains("R6.22"));
    assertEquals("none", mm.version());
    welcome("marking");
    mm.awaitVersion("1.0.0");
    assertEquals("[]", findings());
  }

  @Test
  void shouldKeepTheDriverWhenThePolicyRefusesTheNextVersion_R6_22() throws Exception {
    welcome("marking");
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.awaitVersion("1.0.0");
    Object attachment = mm.attach(mm.newSpace());
    welcome("gru");
    mm.await(() -> mm.felix().driver("marking").orElseThrow().get("state").equals("QUARANTINED"));
    mm.drop(mm.jar("2.0.0"), "marking.jar");
    mm.await(() -> findings().contains("R6.22"));
    assertEquals("1.0.0", mm.version());
    welcome("marking");
    mm.await(() -> mm.felix().driver("marking").orElseThrow().get("state").equals("ADMITTED"));
    assertTrue(Foreign.call(attachment, "access", 0L, "READ").toString().equals("REFUSED"));
  }
}
