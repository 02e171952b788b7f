package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriversCommandTest {
  private final Captured console = new Captured();
  private final StubHost host = new StubHost();

  private int run(String... args) {
    return Cli.create(console.console(""), host).run(args);
  }

  @Test
  void shouldShowAnAdmittedDriverInOneRow() {
    host.drivers.add(StubHost.KVM);
    assertEquals(ExitCode.OK, run("drivers"));
    List<String> lines = console.out().lines().toList();
    assertEquals(2, lines.size());
    assertEquals(lines.get(0).indexOf("STATE"), lines.get(1).indexOf("ADMITTED"));
    assertTrue(lines.get(1).endsWith("drivers.kvm 0.1.0.SNAPSHOT  release, start"), lines.get(1));
  }

  @Test
  void shouldShowUnderARefusedDriverWhyAndHowToMendIt() {
    host.drivers.add(StubHost.KVM);
    host.drivers.add(StubHost.BAD);
    assertEquals(ExitCode.FINDINGS, run("drivers"));
    List<String> lines = console.out().lines().toList();
    assertEquals("    R6.2: pages is missing", lines.get(3));
    assertEquals("    mend: declare pages", lines.get(4));
  }

  @Test
  void shouldShowABundleThatCouldNotBeUsed() {
    host.drivers.add(StubHost.KVM);
    host.unusable.add(new UnusableBundle("x.jar", "x 1.0.0", "needs package y"));
    assertEquals(ExitCode.FINDINGS, run("drivers"));
    assertTrue(console.out().contains("x.jar"), console.out());
    assertTrue(console.out().contains("    needs package y"), console.out());
  }

  @Test
  void shouldLeaveTheLastWordOnAVetoedBundleToTheEngine() {
    host.drivers.add(StubHost.BAD);
    host.unusable.add(new UnusableBundle("bad.jar", "drivers.bad 1.0.0", "needs mm"));
    assertEquals(ExitCode.FINDINGS, run("drivers"));
    assertFalse(console.out().contains("needs mm"), console.out());
  }

  @Test
  void shouldRefuseAPolicyFileThatIsNotThere() {
    assertEquals(ExitCode.UNUSABLE, run("drivers", "--policy-file", "no-such-file"));
    assertTrue(console.err().contains("--policy-file no-such-file"), console.err());
  }

  @Test
  void shouldRefuseOptionsThatNobodyTakes() {
    host.drivers.add(StubHost.KVM);
    assertEquals(ExitCode.UNUSABLE, run("drivers", "--driver-option", "kvm"));
    assertEquals(ExitCode.UNUSABLE, run("drivers", "--driver-option", "vkm.x=1"));
    assertTrue(console.err().contains("no driver 'vkm' is deployed"), console.err());
    host.settings.add(Map.of("driver", "kvm", "refusal", "kvm has no option [x]"));
    assertEquals(ExitCode.UNUSABLE, run("drivers", "--driver-option", "kvm.x=1"));
    assertTrue(
        console.err().contains("--driver-option kvm.x=1: kvm has no option [x]"), console.err());
  }

  @Test
  void shouldShowOptionsAndWhatADriverDidOtherThanItDeclares() {
    Map<String, Object> row = new HashMap<>(StubHost.KVM);
    row.put("settings", Map.of("slots", "3"));
    row.put(
        "drift",
        List.of(
            Map.of(
                "kind", "observed", "text", "R1.1: kvm: waits", "stack", List.of("x.Y.z(Y:1)"))));
    host.drivers.add(row);
    host.settings.add(Map.of("driver", "kvm", "refusal", ""));
    assertEquals(ExitCode.OK, run("drivers", "--driver-option", "kvm.slots=3"));
    List<String> lines = console.out().lines().skip(2).toList();
    assertEquals(
        List.of("    option: slots=3", "    observed: R1.1: kvm: waits", "        at x.Y.z(Y:1)"),
        lines);
    assertEquals(ExitCode.OK, run("drivers", "--json"));
    assertTrue(console.out().contains("\"stack\" : [ \"x.Y.z(Y:1)\" ]"), console.out());
    assertTrue(console.out().contains("\"slots\" : \"3\""), console.out());
  }

  @Test
  void shouldSayThatNothingIsDeployed() {
    assertEquals(ExitCode.OK, run("drivers"));
    assertEquals("no driver is deployed", console.out().strip());
  }

  @Test
  void shouldWriteOneJsonObject() throws Exception {
    host.drivers.add(StubHost.KVM);
    host.drivers.add(StubHost.BAD);
    host.unusable.add(new UnusableBundle("x.jar", "x 1.0.0", "says \"no\""));
    assertEquals(ExitCode.FINDINGS, run("drivers", "--json"));
    try (JsonParser json = new JsonFactory().createParser(console.out())) {
      json.nextToken();
      json.skipChildren();
      assertEquals(null, json.nextToken());
    }
    assertTrue(console.out().contains("\"callbacks\" : [ \"release\", \"start\" ]"));
    assertTrue(console.out().contains("\"rule\" : \"R6.2\""));
    assertTrue(console.out().contains("says \\\"no\\\""));
  }
}
