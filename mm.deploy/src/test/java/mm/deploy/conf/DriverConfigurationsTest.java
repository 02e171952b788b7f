package mm.deploy.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.ConfigurationException;

/** Options of a driver of a real engine that change while it runs. */
class DriverConfigurationsTest {
  private static final String PID = "mm.driver.choosy";

  private NotifierCore core = NotifierCore.create();
  private final DriverConfigurations configurations =
      new DriverConfigurations(() -> Optional.of(core));
  private final Map<String, String> problems = new TreeMap<>();

  @AfterEach
  void close() {
    core.close();
  }

  private void admit() {
    core.drivers().configure(configurations);
    core.drivers().admit(new ChoosyDriver());
  }

  private void configure(String... keysAndValues) throws ConfigurationException {
    Map<String, Object> values = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    configurations.target(PID).orElseThrow().configure(values);
  }

  private Attachment attach() {
    return core.drivers().attach("choosy", core.createSpace("space"));
  }

  private String refusal(String... keysAndValues) {
    return assertThrows(ConfigurationException.class, () -> configure(keysAndValues)).getReason();
  }

  private String looked() {
    configurations.look(problems::put);
    return problems.getOrDefault(PID, "not looked at");
  }

  @Test
  void shouldCountFromTheNextAttachOn() throws Exception {
    admit();
    Attachment before = attach();
    configure("era", "interval");
    assertEquals(Map.of(), before.options(), "it keeps what it has");
    assertEquals(Map.of("era", "interval"), attach().options());
    assertEquals(Map.of("era", "interval"), core.drivers().options("choosy"));
    core.drivers().quarantine("choosy", findingOf("by hand")).toCompletableFuture().join();
    core.drivers().release("choosy").toCompletableFuture().join();
    assertEquals(Map.of("era", "interval"), before.options(), "attached anew");
    configure();
    assertEquals(Map.of(), attach().options());
  }

  private static mm.api.Finding findingOf(String text) {
    return new mm.api.Finding(Rule.R4_7, text, "Release it.");
  }

  @Test
  void shouldRefuseWhatTheDriverRefusesAndKeepTheGoodOnes_R6_12() throws Exception {
    admit();
    configure("era", "interval");
    String value = refusal("era", "stone");
    assertTrue(value.contains("choosy.era is 'stone'; it can be list or interval"), value);
    String name = refusal("ear", "list");
    assertTrue(name.contains("no option [choosy.ear]; it has [choosy.era]"), name);
    assertTrue(refusal("Era!", "list").contains("choosy has no option Era!=list"));
    assertEquals(Map.of("era", "interval"), attach().options());
    assertEquals(1, core.spaces().size(), "no space is left of the trying");
  }

  @Test
  void shouldNotAttachADriverThatCameLaterAndRefusesThem_R6_12() throws Exception {
    configure("era", "stone");
    assertTrue(looked().contains("no driver 'choosy' is admitted; there are []"), looked());
    admit();
    assertTrue(looked().contains("it can be list or interval"), looked());
    ContractException refused = assertThrows(ContractException.class, this::attach);
    assertEquals(Rule.R6_12, refused.rule());
    configure("era", "list");
    assertEquals("", looked());
    assertEquals(Map.of("era", "list"), attach().options());
  }

  @Test
  void shouldNotAttachWithOptionsThatNobodyCanRead_R6_12() throws Exception {
    admit();
    Target target = configurations.target(PID).orElseThrow();
    target.unreadable();
    assertEquals(Rule.R6_12, assertThrows(ContractException.class, this::attach).rule());
    configure("era", "list");
    target.unreadable();
    assertEquals(Map.of("era", "list"), attach().options(), "the last good ones");
  }

  @Test
  void shouldLetTheStartsOptionsGoBefore() throws Exception {
    core.close();
    core = NotifierCore.create(CoreOptions.defaults().withDriverOptions("choosy.era=list,kvm.x=1"));
    admit();
    configure("era", "interval");
    assertEquals(Map.of("era", "list"), attach().options());
  }

  @Test
  void shouldKnowItsPids() {
    assertTrue(configurations.target("mm.driver.intel-svm").isPresent());
    assertTrue(configurations.target("mm.driver.").isEmpty());
    assertTrue(configurations.target("mm.policy").isEmpty());
  }
}
