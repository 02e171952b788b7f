package mm.deploy.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.ConfigurationException;

class SettingsTest {
  private static final String PROBATION = "deploy.probation.millis";

  private final Map<String, String> properties = new HashMap<>();

  @Test
  void shouldFollowItsConfigurationAndReturnToTheDefaults() throws ConfigurationException {
    Settings settings = Settings.of(properties::get);
    settings.configure(Map.of(PROBATION, " 70 ", "deploy.swap.limit.millis", 80L));
    assertEquals(70, settings.probationMillis());
    assertEquals(80_000_000, settings.limitNanos());
    settings.configure(Map.of());
    assertEquals(30_000, settings.probationMillis());
    assertEquals(2_000, settings.limitMillis());
  }

  @Test
  void shouldHoldWhatTheStartWasTold() throws ConfigurationException {
    properties.put("mm.deploy.probation.millis", "5");
    Settings settings = Settings.of(properties::get);
    settings.configure(Map.of(PROBATION, "70"));
    assertEquals(5, settings.probationMillis());
  }

  @Test
  void shouldRefuseWhatItDoesNotKnowAndKeepTheRest() throws ConfigurationException {
    Settings settings = Settings.of(properties::get);
    settings.configure(Map.of(PROBATION, "70"));
    ConfigurationException unknown =
        assertThrows(
            ConfigurationException.class,
            () -> settings.configure(Map.of("deploy.scan.millis", "1")));
    assertTrue(unknown.getReason().contains("fixed at start"), unknown.getReason());
    ConfigurationException senseless =
        assertThrows(
            ConfigurationException.class, () -> settings.configure(Map.of(PROBATION, "soon")));
    assertTrue(senseless.getReason().contains("=soon: expected milliseconds"));
    assertEquals(70, settings.probationMillis());
    properties.put("mm.deploy.scan.millis", "0");
    assertThrows(IllegalArgumentException.class, () -> Settings.of(properties::get));
  }
}
