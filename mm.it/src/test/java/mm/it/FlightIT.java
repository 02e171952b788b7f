package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** The settings for the flight recorder that the distribution ships. */
class FlightIT {
  private static final Path SETTINGS = Path.of(System.getProperty("mm.home"), "conf/mm.jfc");

  @TempDir Path folder;

  private static Set<String> names() {
    Path[] modules =
        Stream.of("mm.core", "mm.deploy", "mm.machine", "mm.shell")
            .map(each -> Path.of("..", each, "target/classes"))
            .toArray(Path[]::new);
    JavaClasses classes = new ClassFileImporter().importPaths(modules);
    return classes.stream()
        .filter(each -> each.isAssignableTo(Event.class))
        .map(each -> each.getAnnotationOfType(Name.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldSwitchOnEveryEventThatThereIs() throws Exception {
    Set<String> switchedOn = new TreeSet<>();
    Configuration.create(SETTINGS)
        .getSettings()
        .forEach(
            (setting, value) -> {
              if (setting.startsWith("mm.") && setting.endsWith("#enabled")) {
                assertEquals("true", value, setting);
                switchedOn.add(setting.replace("#enabled", ""));
              }
            });
    assertEquals(names(), switchedOn);
    assertTrue(switchedOn.size() >= 9, switchedOn::toString);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldRecordAnMmThatRuns() throws Exception {
    Path file = folder.resolve("mm.jfr");
    Path storage = folder.resolve("var");
    try (Commands commands = new Commands(folder)) {
      commands.set(
          "JAVA_OPTS",
          "-XX:StartFlightRecording:settings="
              + SETTINGS.toAbsolutePath().normalize()
              + ",filename="
              + file);
      Process run = commands.start("run", "run", "--headless", "--storage", storage.toString());
      String line = run.inputReader().readLine();
      while (line != null && !line.startsWith("ready: ")) { // the JVM says that it records
        line = run.inputReader().readLine();
      }
      commands.set("JAVA_OPTS", "");
      for (String order : List.of("quarantine", "release")) {
        Process ctl = commands.start(order, "ctl", "--storage", storage.toString(), order, "gru");
        assertTrue(Commands.outputOf(ctl).contains("gru"), commands.errors(order));
      }
      run.destroy();
      assertTrue(run.waitFor(Commands.SECONDS, TimeUnit.SECONDS));
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertEquals("gru", only(events, "mm.Quarantine").getString("driver"));
    assertEquals("gru", only(events, "mm.Release").getString("driver"));
    assertTrue(
        events.stream()
            .filter(each -> each.getEventType().getName().equals("mm.Transition"))
            .anyMatch(each -> each.getString("unit").equals("drivers.gru")));
  }

  /** As in a framework that somebody else has set up. */
  @Test
  void shouldServeWhereAFrameworkHidesTheRecorder() throws Exception {
    try (Recording recording = new Recording(Configuration.create(SETTINGS))) {
      recording.start();
      try (Felix felix =
          Felix.distribution(
              folder.resolve("felix"), Map.of(Constants.FRAMEWORK_BOOTDELEGATION, ""))) {
        assertEquals(8, felix.drivers().size());
        Object core = felix.service("mm.api.NotifierCore");
        Object drivers = Foreign.call(core, "drivers");
        Object why = felix.finding("R4_7", "By hand.", "Release it.");
        ((CompletionStage<?>) Foreign.call(drivers, "quarantine", "kvm", why))
            .toCompletableFuture()
            .join();
        assertEquals("QUARANTINED", felix.driver("kvm").orElseThrow().get("state"));
        Object space = Foreign.call(core, "createSpace", "app");
        Foreign.call(drivers, "attach", "hmm", space);
        long section = (long) Foreign.call(space, "begin", "UNMAP", 0x1000L, 0x2000L);
        Foreign.call(space, "end", section);
      }
    }
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream().filter(each -> each.getEventType().getName().equals(name)).toList();
    assertEquals(1, found.size(), found::toString);
    return found.get(0);
  }
}
