package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import mm.api.DriverPolicy;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.DeployReport.Outcome;
import mm.deploy.service.Deployment;
import mm.deploy.service.Transition;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that give orders to the deployer: what they order, show and answer. */
class OrderCommandsTest {
  private final Orders orders = new Orders();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Optional<Deployment> deployment = Optional.of(orders);

  @TempDir Path folder;

  /** A deployer that writes orders down. */
  private static final class Orders implements Deployment {
    final List<String> given = new ArrayList<>();
    Outcome outcome = Outcome.DONE;

    private DeployReport report(String order) {
      given.add(order);
      Finding finding = new Finding(Rule.R4_5, "A section stayed open.", "Try again.");
      return new DeployReport(
          outcome,
          "drivers.gru",
          "2.0.0",
          "as ordered",
          outcome == Outcome.KEPT ? List.of(finding) : List.of(),
          List.of("drivers.gru 1.0.0"),
          Optional.empty());
    }

    @Override
    public List<Unit> units() {
      return List.of(
          new Unit(
              "drivers.gru",
              "2.0.0",
              UnitState.ACTIVE,
              List.of("gru"),
              "cafe",
              "folder",
              Optional.of("gru.jar"),
              Optional.of("1.0.0"),
              30,
              List.of(),
              List.of(
                  new Transition(
                      Instant.EPOCH,
                      "drivers.gru",
                      "2.0.0",
                      UnitState.SHADOW,
                      UnitState.ACTIVE,
                      "it serves"))),
          new Unit(
              "mm.core",
              "1.0.0",
              UnitState.ACTIVE,
              List.of(),
              "beef",
              "reference:file:///opt/mm/bundles/mm.core-1.0.0.jar",
              Optional.empty(),
              Optional.empty(),
              0,
              List.of(),
              List.of()));
    }

    @Override
    public Optional<Unit> find(String name) {
      return units().stream()
          .filter(unit -> unit.drivers().contains(name) || unit.name().equals(name))
          .findFirst();
    }

    @Override
    public DeployReport install(Path jar, Mode mode) {
      return report("install " + jar + " " + mode);
    }

    @Override
    public DeployReport swap(String name, Path jar, Mode mode) {
      return report("swap " + name + " " + jar + " " + mode);
    }

    @Override
    public DeployReport rollback(String name) {
      return report("rollback " + name);
    }

    @Override
    public DeployReport remove(String name, Mode mode) {
      return report("remove " + name + " " + mode);
    }

    @Override
    public List<String> lingering() {
      return List.of();
    }
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    try (PlainEngine plain = new PlainEngine()) {
      return new Commands(new WithOrders(plain)).run(List.of(words), stream(out), stream(err));
    }
  }

  /** An engine with that deployer. */
  private final class WithOrders implements Engine {
    private final Engine plain;

    WithOrders(Engine plain) {
      this.plain = plain;
    }

    @Override
    public Deployment deployment() {
      return deployment.orElseGet(Engine.super::deployment);
    }

    @Override
    public NotifierCore core() {
      return plain.core();
    }

    @Override
    public Optional<DriverPolicy> policy() {
      return plain.policy();
    }

    @Override
    public Optional<ToIntFunction<Map<String, Object>>> verb(String name) {
      return plain.verb(name);
    }

    @Override
    public CallbackStatistics statistics() {
      return plain.statistics();
    }

    @Override
    public CallbackTrace trace() {
      return plain.trace();
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldGiveTheOrders() {
    assertEquals(0, run("install", "a.jar"));
    assertEquals(0, run("swap", "gru", "b.jar", "--dry-run"));
    assertEquals(0, run("swap", "gru", "b.jar"));
    assertEquals(0, run("rollback", "gru"));
    assertEquals(0, run("remove", "gru", "--dry-run"));
    assertEquals(
        List.of(
            "install a.jar EXECUTE",
            "swap gru b.jar DRY_RUN",
            "swap gru b.jar EXECUTE",
            "rollback gru",
            "remove gru DRY_RUN"),
        orders.given);
  }

  @Test
  void shouldLookForAJarWhereWhoeverAsksIs() {
    try (PlainEngine plain = new PlainEngine()) {
      Commands commands = new Commands(new WithOrders(plain));
      List<String> words = List.of("install", "a.jar");
      assertEquals(0, commands.run(words, folder, stream(out), stream(err)));
      assertEquals(List.of("install " + folder.resolve("a.jar") + " EXECUTE"), orders.given);
    }
  }

  @Test
  void shouldShowTheClosureAndTheFindingsAndAnswer1() {
    assertEquals(0, run("swap", "gru", "b.jar", "--dry-run"));
    assertTrue(out().contains("drivers.gru 1.0.0"), this::out);
    orders.outcome = Outcome.KEPT;
    assertEquals(1, run("swap", "gru", "b.jar", "--json"));
    assertTrue(out().contains("R4.5: A section stayed open."), this::out);
    assertTrue(out().contains("\"KEPT\""), this::out);
    orders.outcome = Outcome.REFUSED;
    assertEquals(1, run("rollback", "gru"));
  }

  @Test
  void shouldListUnitsAndTheHistoryOfOne() {
    assertEquals(0, run("units"));
    assertTrue(out().contains("drivers.gru") && out().contains("ACTIVE"), this::out);
    assertTrue(out().matches("(?s).* mm[.]core-1[.]0[.]0[.]jar .*"), this::out);
    assertFalse(out().contains("reference:"), this::out);
    out.reset();
    assertEquals(0, run("units", "mm.core"));
    assertTrue(out().contains(" /opt/mm/bundles/mm.core-1.0.0.jar"), this::out);
    assertEquals(0, run("units", "gru", "--json"));
    assertTrue(out().contains("SHADOW -> ACTIVE: it serves"), this::out);
    assertEquals(2, run("units", "nobody"));
  }

  @Test
  void shouldSayThatThereIsNoDeployer() {
    deployment = Optional.empty();
    assertEquals(1, run("swap", "gru", "b.jar"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("mm.deploy"));
    assertEquals(2, run("swap", "gru"), "a jar is missing");
  }

  @Test
  void shouldVerifyAJar() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.jar"), "no jar");
    assertEquals(1, run("verify", garbage.toString()));
    assertTrue(out().contains("R6.13"), this::out);
    assertEquals(2, run("verify", folder.resolve("absent.jar").toString()));
  }
}
