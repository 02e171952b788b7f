package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy that the distribution reads from a file before the first driver. */
class PolicyFileIT {
  private static final Path SHIPPED =
      Path.of(System.getProperty("mm.home")).resolve("conf/mm.policy.cfg");

  @TempDir Path folder;

  private Felix boot(Path file) throws Exception {
    return Felix.distribution(folder.resolve("storage"), Map.of("mm.policy.file", file.toString()));
  }

  private Path file(String text) throws Exception {
    return Whole.write(folder.resolve("mm.policy"), text);
  }

  @Test
  void shouldKeepOutWhoIsNotWelcome_R6_22() throws Exception {
    try (Felix felix = boot(file("idAllowList = gru\n"))) {
      Policies policies = new Policies(felix);
      assertEquals("ADMITTED", policies.state("gru"));
      assertEquals("REFUSED", policies.state("kvm"), "it never ran");
      assertEquals("R6.22", policies.rule("kvm"));
      policies.delete();
      policies.await("kvm", "ADMITTED");
    }
  }

  @Test
  void shouldLetNobodyInWhenTheFileCannotBeFollowed() throws Exception {
    try (Felix felix = boot(file("alow = (blocking=never)\n"))) {
      Policies policies = new Policies(felix);
      assertEquals("REFUSED", policies.state("gru"));
      assertEquals("R6.22", policies.rule("gru"));
    }
  }

  @Test
  void shouldLetNobodyInWhenTheFileIsGone() throws Exception {
    try (Felix felix = boot(folder.resolve("gone"))) {
      assertEquals("REFUSED", new Policies(felix).state("gru"));
    }
  }

  @Test
  void shouldWelcomeEverybodyByTheFileThatIsShipped() throws Exception {
    assertTrue(Files.readString(SHIPPED).contains("allow"));
    try (Felix felix = boot(SHIPPED)) {
      assertTrue(felix.drivers().stream().allMatch(row -> row.get("state").equals("ADMITTED")));
    }
  }

  @Test
  void shouldTakeEachChangeOfTheFile_R6_22() throws Exception {
    Path file = file("idAllowList = gru\n");
    try (Felix felix = boot(file)) {
      Policies policies = new Policies(felix);
      file("idAllowList = gru, kvm\n");
      policies.await("kvm", "ADMITTED");
      file("idAllowList = kvm\n");
      policies.await("gru", "QUARANTINED");
      file("idAllowLst = gru\n");
      Files.delete(file);
      file("idAllowList = hmm\n");
      policies.await("hmm", "ADMITTED");
      assertEquals(
          "QUARANTINED", policies.state("gru"), "neither a wrong line nor a gap let it in");
      file("# nothing\n");
      policies.await("gru", "ADMITTED");
      policies.await("i915", "ADMITTED");
    }
  }

  @Test
  void shouldKeepThePolicyWhenTheFileBecomesUseless() throws Exception {
    Path file = file("idAllowList = gru\n");
    try (Felix felix = boot(file)) {
      Policies policies = new Policies(felix);
      file("idAllowLst = kvm\n");
      awaitLooks();
      Files.delete(file);
      awaitLooks();
      assertEquals("ADMITTED", policies.state("gru"));
      assertEquals("REFUSED", policies.state("kvm"));
      assertEquals(1, felix.services("mm.api.DriverPolicy", null));
    }
  }

  private static void awaitLooks() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // of 20 ms each
  }
}
