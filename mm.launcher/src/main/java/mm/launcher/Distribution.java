package mm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of an installed mm: {@code lib} (this launcher), {@code bundles}, {@code
 * bundles/control}, {@code bundles/shell}, {@code deploy} (drivers) and {@code conf}.
 */
record Distribution(Path home) {
  private static final String HOME = "mm.home";

  static Distribution ofThisProcess() {
    String home = System.getProperty(HOME);
    return new Distribution(home == null ? besideThisJar() : Path.of(home));
  }

  List<Path> engine() {
    return jars(home.resolve("bundles"));
  }

  /** The commands of the shell, and what they need; also without a shell. */
  List<Path> control() {
    return jars(home.resolve("bundles").resolve("control"));
  }

  List<Path> shell() {
    return jars(home.resolve("bundles").resolve("shell"));
  }

  /** Where drivers lie; an mm that stays watches it. */
  Path deploy() {
    return home.resolve("deploy");
  }

  List<Path> drivers() {
    return jars(deploy());
  }

  /** Where configurations lie: {@code conf}, or where a system property says. */
  Path configuration() {
    String given = System.getProperty(FelixConfiguration.CONFIGURATION);
    return (given == null ? home.resolve("conf") : Path.of(given)).toAbsolutePath();
  }

  /** A policy that would not be looked at must not be taken for one that holds. */
  void refuseFormerPolicy() {
    Path former = configuration().resolve("mm.policy");
    if (System.getProperty(FelixConfiguration.POLICY) == null && Files.exists(former)) {
      throw Problem.unusable(
          former + " is not read any more: move what it says to mm.policy.cfg beside it");
    }
  }

  /** The jars of a folder by name, so that two runs install them in the same order. */
  static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Distribution::isJar).map(Path::toAbsolutePath).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar");
  }

  private static Path besideThisJar() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw Problem.internal("cannot find the folder of this installation", e);
    }
  }
}
