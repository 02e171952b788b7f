package mm.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the numbers were measured on.
 *
 * @param jvm name and version
 * @param system operating system
 * @param cpu name of the processor
 * @param processors how many the JVM sees
 * @param load programs that wanted to run just before, negative when unknown
 */
record Machine(String jvm, String system, String cpu, int processors, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  static Machine here() {
    return new Machine(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String cpuName() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) { // no Linux
      return System.getProperty("os.arch");
    }
  }

  @Override
  public String toString() {
    return jvm + " on " + processors + " x " + cpu + ", " + system;
  }
}
