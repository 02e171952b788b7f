package mm.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The drivers of these tests as a bundle, as far as a class path needs one. */
final class DriverJar {
  private static final String FOLDER = "mm/replay/";

  private DriverJar() {}

  static Path write(Path file, TestDriver.Fault fault) throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      add(
          jar,
          "META-INF/services/mm.spi.NotifierDriver",
          List.of(TestDriver.class.getName(), DecliningDriver.class.getName()));
      add(jar, FOLDER + TestDriver.Fault.FILE, List.of(fault.name()));
      Path classes = Path.of(TestDriver.class.getResource("").toURI());
      try (Stream<Path> all = Files.list(classes)) {
        for (Path each : all.filter(DriverJar::isDriver).toList()) {
          jar.putNextEntry(new JarEntry(FOLDER + each.getFileName()));
          Files.copy(each, jar);
        }
      }
    }
    return file;
  }

  private static boolean isDriver(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TestDriver") || name.startsWith("DecliningDriver");
  }

  private static void add(JarOutputStream jar, String name, List<String> lines) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
