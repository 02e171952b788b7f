package mm.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a new driver: templates in which names and versions are put in. */
final class DriverProject {
  private static final String TEMPLATES = "driver/";

  private final DriverName name;
  private final DriverKind kind;
  private final Map<String, String> values;

  DriverProject(DriverName name, DriverKind kind, Path home) {
    this.name = name;
    this.kind = kind;
    values = values(home);
  }

  private Map<String, String> values(Path home) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("%ID%", name.id());
    all.put("%CLASS%", name.className());
    all.put("%PACKAGE%", name.packageName());
    all.put("%KIND%", kind.toString());
    all.put("%HOME%", home.toAbsolutePath().normalize().toString());
    BuildInfo.forNewDrivers().forEach((key, value) -> all.put("%" + key + "%", value));
    return all;
  }

  /** Writes everything into a folder that does not exist yet; answers the files by path. */
  Map<Path, String> write(Path folder) throws IOException {
    Map<Path, String> files = files();
    for (Map.Entry<Path, String> each : files.entrySet()) {
      Path file = folder.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    return files;
  }

  private Map<Path, String> files() {
    Path main = Path.of("src/main/java", name.packageName().split("\\."));
    Path test = Path.of("src/test/java", name.packageName().split("\\."));
    Map<Path, String> files = new LinkedHashMap<>();
    for (String each : new String[] {"pom.xml", "bnd.bnd", "README.md"}) {
      files.put(Path.of(each), filled("common/" + each));
    }
    for (String each : new String[] {"Driver", "Notifier", "Device"}) {
      files.put(main.resolve(source(name.className() + each)), filled(kind + "/" + source(each)));
    }
    for (String each : new String[] {"Translator", "Translations"}) {
      files.put(main.resolve(source(each)), filled("common/" + source(each)));
    }
    files.put(
        Path.of("src/main/resources/META-INF/services/mm.spi.NotifierDriver"),
        name.packageName() + "." + name.className() + "Driver\n");
    files.put(
        test.resolve(source(name.className() + "ConformanceTest")),
        filled("common/" + source("ConformanceTest")));
    return files;
  }

  private static String source(String className) {
    return className + ".java";
  }

  private String filled(String template) {
    String text = text(template);
    for (Map.Entry<String, String> each : values.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    return text;
  }

  private static String text(String template) {
    try (InputStream in = DriverProject.class.getResourceAsStream(TEMPLATES + template)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
