package mm.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mm.soak.witness.Trouble;
import org.osgi.framework.Bundle;

/** The jars that a soak makes, each of a version of its own, in a folder that goes with it. */
final class Jars {
  private static final String MACHINE_VERSION = "1000.0.";

  private final Path folder;
  private int count;

  Jars() {
    try {
      folder = Files.createTempDirectory("mm-soak");
      folder.toFile().deleteOnExit(); // of a soak that is cut short
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next version of a bundle, made from the jar that it runs from now. */
  Path next(Bundle bundle) {
    return DriverJar.version(file(bundle), MACHINE_VERSION + ++count, jar());
  }

  private static Path file(Bundle bundle) {
    String location = bundle.getLocation();
    return Path.of(URI.create(location.substring(location.indexOf("file:"))));
  }

  Path witness(Trouble trouble, String moreImports) {
    count++;
    return DriverJar.witness(trouble, MACHINE_VERSION + count, moreImports, jar());
  }

  Path garbage() {
    count++;
    try {
      return Files.writeString(jar(), "no jar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path jar() {
    Path jar = folder.resolve("driver" + count + ".jar");
    jar.toFile().deleteOnExit();
    return jar;
  }

  void clean(PrintStream progress) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
      Files.delete(folder);
    } catch (IOException e) {
      progress.println("soak: " + folder + " stays: " + e);
    }
  }
}
