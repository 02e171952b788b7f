package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What the standard tools of Felix see of mm: health checks, and the inventory. */
class StandardToolsIT {
  private static final String HEALTH = "org.apache.felix.hc.api.HealthCheck";
  private static final String PRINTER = "org.apache.felix.inventory.InventoryPrinter";
  private static final Path CONTROL = Path.of(System.getProperty("mm.home"), "bundles/control");

  @TempDir Path storage;
  private Felix felix;

  @BeforeEach
  void boot() throws Exception {
    felix =
        Felix.distribution(
            storage.resolve("felix"),
            Map.of("mm.deploy.store", storage.resolve("units").toString()));
    Felix.start(felix.install(Felix.jars(CONTROL)));
  }

  @AfterEach
  void stop() throws Exception {
    felix.close();
  }

  private Object check(String tag) throws InvalidSyntaxException {
    BundleContext context = felix.context();
    ServiceReference<?>[] found = context.getAllServiceReferences(HEALTH, "(hc.tags=" + tag + ")");
    assertEquals(1, found.length, tag);
    return context.getService(found[0]);
  }

  private String ask(String tag) throws Exception {
    return Foreign.call(check(tag), "execute").toString();
  }

  private static String status(Object check) {
    Object result = Foreign.call(check, "execute");
    try {
      return result.getClass().getMethod("getStatus").invoke(result).toString();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldOfferAHealthCheckForEngineDriversAndDeployer() throws Exception {
    assertEquals(4, felix.services(HEALTH, "(hc.tags=mm)"));
    for (String tag : List.of("mm-engine", "mm-drivers", "mm-deployer", "mm-configurations")) {
      assertEquals("OK", status(check(tag)), ask(tag));
    }
    assertTrue(ask("mm-engine").contains("no deadlocks"), ask("mm-engine"));
  }

  @Test
  void shouldSayInAHealthCheckWhichDriverIsOut() throws Exception {
    quarantine("gru", "its device is exchanged");
    assertEquals("WARN", status(check("mm-drivers")));
    assertTrue(ask("mm-drivers").contains("its device is exchanged"), ask("mm-drivers"));
    assertEquals("OK", status(check("mm-engine")));
  }

  private void quarantine(String driver, String reason) throws Exception {
    Object drivers = Foreign.call(felix.service("mm.api.NotifierCore"), "drivers");
    Object why = felix.finding("R4_7", reason, "Release it.");
    ((CompletionStage<?>) Foreign.call(drivers, "quarantine", driver, why))
        .toCompletableFuture()
        .join();
  }

  @Test
  void shouldMissTheEngineWhenItHasGone() throws Exception {
    felix.bundle("mm.core").stop();
    assertEquals("CRITICAL", status(check("mm-engine")));
    assertTrue(ask("mm-drivers").contains("the engine is not running"), ask("mm-drivers"));
  }

  private String print(String format) throws Exception {
    Bundle api = felix.bundle("org.apache.felix.inventory");
    Object wanted = api.loadClass("org.apache.felix.inventory.Format").getField(format).get(null);
    StringWriter text = new StringWriter();
    Object printer = felix.service(PRINTER);
    try (PrintWriter writer = new PrintWriter(text)) {
      Foreign.call(printer, "print", writer, wanted, false);
    }
    return text.toString();
  }

  @Test
  void shouldPrintAnInventoryAsText() throws Exception {
    assertEquals(1, felix.services(PRINTER, "(felix.inventory.printer.name=mm)"));
    String text = print("TEXT");
    assertTrue(text.contains("== drivers") && text.contains("nouveau"), text);
    assertTrue(text.contains("== waits\nnobody waits"), text);
  }

  @Test
  void shouldPrintAnInventoryAsOneJsonObject() throws Exception {
    List<String> names = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(print("JSON"))) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        names.add(json.currentName());
        assertTrue(json.nextToken().isStructStart(), names::toString);
        json.skipChildren();
      }
      assertEquals(null, json.nextToken());
    }
    assertEquals(
        List.of("drivers", "units", "spaces", "sections", "waits", "stats", "health"), names);
  }

  @Test
  void shouldShowEachDriverInJmxWhileItIsThere() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName kvm = new ObjectName("mm:type=Driver,name=kvm");
    assertEquals("ADMITTED", server.getAttribute(kvm, "State"));
    assertEquals(8, server.queryNames(new ObjectName("mm:type=Driver,*"), null).size());
    felix.bundle("drivers.kvm").stop();
    assertFalse(server.isRegistered(kvm));
  }

  /** The shell does not need them. */
  @Test
  void shouldRunWithoutTheStandardTools() throws Exception {
    felix.close();
    felix = Felix.distribution(Files.createDirectory(storage.resolve("bare")));
    List<Path> without =
        Felix.jars(CONTROL).stream()
            .filter(each -> !each.getFileName().toString().matches(".*(healthcheck|inventory).*"))
            .toList();
    assertEquals(Felix.jars(CONTROL).size() - 2, without.size());
    Felix.start(felix.install(without));
    assertEquals(Bundle.ACTIVE, felix.bundle("mm.shell").getState());
    assertEquals(0, felix.services(HEALTH, null));
  }
}
