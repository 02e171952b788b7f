package mm.tck.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.tck.zoo.PairedFlaw;
import mm.tck.zoo.PairedZooDriver;

/** A bundle made of classes of the tests. */
final class Jar {
  private final Manifest manifest = new Manifest();
  private final Path file;
  private List<String> services = List.of();
  private PairedFlaw flaw = PairedFlaw.NONE;

  Jar(Path file) {
    this.file = file;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  Jar declaring(String... ids) {
    return header(
        "Provide-Capability",
        Stream.of(ids)
            .map(id -> "mm.notifier.driver;mm.notifier.driver=" + id + ";hardware=\"a, b; c\"")
            .collect(Collectors.joining(",")));
  }

  Jar header(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  Jar naming(String... classNames) {
    services = List.of(classNames);
    return this;
  }

  /** Which wrong driver of the zoo it is. */
  Jar flaw(PairedFlaw which) {
    flaw = which;
    return this;
  }

  /** Writes the service file and every class of the packages, except those left out. */
  Path write(List<Class<?>> samples, String leftOut) throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      if (!services.isEmpty()) {
        jar.putNextEntry(new JarEntry("META-INF/services/mm.spi.NotifierDriver"));
        jar.write(String.join("\n", services).getBytes(StandardCharsets.UTF_8));
      }
      jar.putNextEntry(new JarEntry("mm/tck/zoo/" + PairedZooDriver.FLAW));
      jar.write(flaw.name().getBytes(StandardCharsets.UTF_8));
      for (Class<?> each : samples) {
        addPackage(jar, each, leftOut);
      }
    }
    return file;
  }

  private static void addPackage(JarOutputStream jar, Class<?> sample, String leftOut)
      throws Exception {
    Path folder = Path.of(sample.getResource("").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.sorted().toList()) {
        String name = each.getFileName().toString();
        if (name.endsWith(".class") && !name.contains(leftOut)) {
          add(jar, sample.getPackageName().replace('.', '/') + "/" + name, each);
        }
      }
    }
  }

  private static void add(JarOutputStream jar, String name, Path content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = Files.newInputStream(content)) {
      in.transferTo(jar);
    }
  }
}
