package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mm.it.testdrivers.BreakingDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What becomes, by policy, of a driver that declares that it never waits and then does (R1.1). */
@Timeout(120)
class BrokenPromiseIT {
  private static final String ID = "breaking";

  @TempDir Path folder;
  private Felix felix;
  private Policies policies;
  private Bundle bundle;
  private Object space;
  private Object attachment;

  @BeforeEach
  void boot() throws Exception {
    felix = Felix.distribution(folder.resolve("storage"));
    policies = new Policies(felix);
    bundle =
        felix.install(TestBundle.of(BreakingDriver.class, ID).write(folder.resolve("test.jar")));
    bundle.start();
    Object core = felix.service("mm.api.NotifierCore");
    space = Foreign.call(core, "createSpace", "space");
    attachment = Foreign.call(drivers(), "attach", ID, space);
    Foreign.call(drivers(), "attach", "gru", space);
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
  }

  private Object drivers() throws Exception {
    return Foreign.call(felix.service("mm.api.NotifierCore"), "drivers");
  }

  private long begin() throws Exception {
    return (Long) Foreign.call(space, "begin", "CLEAR", 0L, 0x1000L);
  }

  private void section() throws Exception {
    Foreign.call(space, "end", begin());
  }

  /** State of the driver, of the class that its bundle has. */
  private Object field(String name) throws Exception {
    return bundle.loadClass(BreakingDriver.class.getName()).getField(name).get(null);
  }

  private void waits(boolean now) throws Exception {
    ((AtomicBoolean) field("WAITS")).set(now);
  }

  private int count(String what) throws Exception {
    return ((AtomicInteger) field(what)).get();
  }

  private String access() throws Exception {
    return Foreign.call(attachment, "access", 0L, "READ").toString();
  }

  private Map<?, ?> drift() {
    List<?> all = (List<?>) felix.driver(ID).orElseThrow().get("drift");
    assertEquals(1, all.size(), all::toString);
    return (Map<?, ?>) all.get(0);
  }

  private void reaction(String reaction) throws Exception {
    policies.configure("reaction", reaction);
    policies.await(() -> felix.services("mm.api.DriverPolicy", null) == 1, ID);
  }

  @Test
  void shouldOnlyReportWithoutAPolicy_R1_1() throws Exception {
    waits(true);
    section();
    assertEquals("ADMITTED", policies.state(ID));
    Map<?, ?> drift = drift();
    assertEquals("observed", drift.get("kind"));
    assertEquals("R1.1", drift.get("rule"));
    assertTrue(drift.get("message").toString().contains("start"), drift::toString);
    assertTrue(drift.get("message").toString().contains("[0x0, 0x1000)"), drift::toString);
    assertTrue(
        drift.get("stack").toString().contains(BreakingDriver.class.getName()), drift::toString);
    section();
    assertEquals(2, count("ENDS"));
  }

  @Test
  void shouldQuarantineAndReleaseIt_R1_1() throws Exception {
    reaction("quarantine");
    section();
    assertEquals("ADMITTED", policies.state(ID));
    assertEquals("REFUSED", access());
    waits(true);
    long open = begin();
    assertEquals("QUARANTINED", policies.state(ID), "marked by the time that the start returns");
    assertEquals("R1.1", policies.rule(ID));
    Foreign.call(space, "end", open);
    awaitOut();
    assertEquals(2, count("STARTS"));
    assertEquals(2, count("ENDS"), "an end for each start (R2.1)");
    section();
    assertEquals(2, count("STARTS"), "it is told nothing any more");
    assertEquals(true, Foreign.call(space, "hasNotifiers"), "the others are");
    assertEquals("ADMITTED", policies.state("gru"));
    waits(false);
    Foreign.call(drivers(), "release", ID);
    policies.await(() -> answers("REFUSED"), ID);
    section();
    assertEquals(3, count("STARTS"));
    assertEquals(3, count("ENDS"));
    assertEquals("ADMITTED", policies.state(ID));
  }

  private void awaitOut() {
    policies.await(() -> answers("DETACHED"), ID);
  }

  private boolean answers(String outcome) {
    try {
      return access().equals(outcome);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldStopItsBundleAndTakeItBackWhenItStarts_R1_1() throws Exception {
    reaction("stop");
    waits(true);
    section();
    policies.await(() -> bundle.getState() == Bundle.RESOLVED, ID);
    policies.await(ID, "REFUSED");
    assertEquals("R1.1", policies.rule(ID));
    assertEquals(1, count("STARTS"));
    assertEquals(1, count("ENDS"), "an end for each start (R2.1)");
    section();
    assertEquals(1, count("STARTS"), "it is told nothing any more");
    assertEquals(Bundle.ACTIVE, felix.bundle("drivers.gru").getState());
    waits(false);
    bundle.start();
    assertEquals("ADMITTED", policies.state(ID));
    attachment = Foreign.call(drivers(), "attach", ID, space);
    section();
    assertEquals(2, count("ENDS"));
  }
}
