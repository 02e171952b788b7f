package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both eras of i915, chosen by a file while the framework runs. */
@Timeout(120)
class DriverOptionsIT {
  private static final String PID = "mm.driver.i915";

  @TempDir Path root;
  private Path file;
  private Felix felix;
  private Policies engine;

  @BeforeEach
  void boot() throws Exception {
    Path conf = Files.createDirectory(root.resolve("conf"));
    file = conf.resolve(PID + ".cfg");
    era("interval");
    felix =
        Felix.distribution(
            root.resolve("storage"), Map.of("mm.configuration.folder", conf.toString()));
    engine = new Policies(felix);
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
  }

  private void era(String era) throws Exception {
    Whole.write(file, "era = " + era + "\n");
  }

  private Object drivers() {
    return Foreign.call(felix.service("mm.api.NotifierCore"), "drivers");
  }

  /** The options that it would be attached with now. */
  private String options() {
    return Foreign.call(drivers(), "options", "i915").toString();
  }

  private Object attach() {
    Object space = Foreign.call(felix.service("mm.api.NotifierCore"), "createSpace", "space");
    return Foreign.call(drivers(), "attach", "i915", space);
  }

  private static String optionsOf(Object attachment) {
    return Foreign.call(attachment, "options").toString();
  }

  private Map<String, Object> configured() {
    Object all = felix.service("mm.deploy.service.Configurations");
    return ((Optional<?>) Foreign.call(all, "of", PID)).map(Foreign::record).orElse(Map.of());
  }

  private String refused() {
    return String.valueOf(configured().get("refused"));
  }

  @Test
  void shouldAttachInTheEraOfTheFileAndOfItsChanges() throws Exception {
    Object first = attach();
    assertEquals("{era=interval}", optionsOf(first));
    assertEquals(file.toRealPath().toString(), configured().get("source"));
    era("list");
    engine.await(() -> options().equals("{era=list}"), "i915");
    assertEquals("{era=list}", optionsOf(attach()));
    assertEquals("{era=interval}", optionsOf(first), "it stays until it is attached anew");
    Object why = felix.finding("R4_7", "another era", "Release it.");
    ((CompletionStage<?>) Foreign.call(drivers(), "quarantine", "i915", why))
        .toCompletableFuture()
        .join();
    ((CompletionStage<?>) Foreign.call(drivers(), "release", "i915")).toCompletableFuture().join();
    assertEquals("{era=list}", optionsOf(first));
    Files.delete(file);
    engine.await(() -> options().equals("{}"), "i915");
  }

  @Test
  void shouldRefuseAnEraThatThereIsNotAndKeepTheOneBefore_R6_12() throws Exception {
    era("stone");
    engine.await(() -> refused().contains("it can be list or interval"), "i915");
    assertEquals("{era=interval}", options());
    assertEquals("{era=interval}", optionsOf(attach()));
    era("list");
    engine.await(() -> refused().isEmpty(), "i915");
    assertEquals("{era=list}", options());
  }

  @Test
  void shouldTakeThemFromConfigurationAdminAndKeepThemOverAnotherEngine() throws Exception {
    Object admin = felix.service("org.osgi.service.cm.ConfigurationAdmin");
    Object configuration = Foreign.call(admin, "getConfiguration", PID, null);
    Foreign.call(configuration, "update", new Hashtable<>(Map.of("era", "list")));
    assertEquals("{era=list}", options(), "told on the thread that updates");
    assertEquals("Configuration Admin", configured().get("source"));
    assertEquals("era = interval\n", Files.readString(file), "nothing is written back");
    felix.bundle("mm.core").stop();
    felix.bundle("mm.core").start();
    assertEquals("{era=list}", optionsOf(attach()));
    assertTrue(felix.driver("i915").orElseThrow().get("settings").toString().contains("list"));
  }
}
