package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the drivers of the installation, their classes go when they go (R4.3). */
@Timeout(120)
class HealthyClassesIT {
  private static final List<String> DRIVERS =
      List.of("kvm", "gru", "i915", "amd-iommu", "intel-svm", "hfi1", "nouveau", "hmm", "witness");

  private static final String MAP =
      "{'op':'mmap','region':'A','page':0,'pages':8,'kind':'anon','sharing':'private',"
          + "'prot':'rw','fixed':'noreplace'}";

  private static final String USE =
      "{'op':'driver_touch','region':'A','access':'write','ranges':[[0,8]]},"
          + "{'op':'madvise','region':'A','page':2,'bytes':8192,'advice':'DONTNEED'},"
          + "{'op':'driver_touch','region':'A','access':'read','ranges':[[0,8]]}";

  private static final String ENGINE = "{'op':'engine_swap'}";

  @TempDir Path folder;

  private static String each(List<String> drivers, String... operations) {
    return drivers.stream()
        .flatMap(
            id ->
                Stream.of(operations).map(op -> "{'op':'driver_" + op + "','driver':'" + id + "'}"))
        .collect(Collectors.joining(","));
  }

  private static String script(String name, List<String> drivers) {
    String steps =
        Stream.of(
                MAP,
                USE,
                each(drivers, "swap"),
                USE,
                ENGINE,
                USE,
                each(drivers, "swap", "quarantine", "release", "stop", "start"),
                each(drivers, "remove", "install"),
                USE,
                each(drivers, "swap"),
                each(drivers, "stop"))
            .collect(Collectors.joining(","));
    String ids = drivers.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    return "{'name':'"
        + name
        + "','family':'f','level':'extended','judge':'invariants','drivers':["
        + ids
        + "],'steps':["
        + steps
        + "],'expect':[]}";
  }

  @Test
  void shouldLeaveNoneOfAnyDriver_R4_3() throws Exception {
    List<String> cases =
        Stream.concat(
                DRIVERS.stream().map(id -> script(id, List.of(id))),
                Stream.of(script("all", DRIVERS)))
            .toList();
    String text = "{'format':'notifier-programs-1','cases':[" + String.join(",", cases) + "]}";
    Path file = Files.writeString(folder.resolve("gone.json"), text.replace('\'', '"'));
    try (Commands commands = new Commands(folder)) {
      Process process = commands.start("conform", "conform", file.toString());
      String output = Commands.outputOf(process);
      assertEquals(0, process.exitValue(), () -> output);
    }
  }
}
