package mm.verify.report;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import mm.verify.Place;

/** Finds the source files of a jar that lies in the target folder of its module. */
final class Sources {
  private static final List<String> ROOTS =
      List.of("src/main/java", "src/main/kotlin", "src", "src/test/java");

  private Sources() {}

  /** The file of a place if it can be found, else the jar; with slashes, as URIs have them. */
  static String file(String jar, Place place) {
    try {
      return place.source().isEmpty() ? slashes(Path.of(jar)) : find(Path.of(jar), place.source());
    } catch (InvalidPathException e) { // a class file may say anything
      return jar;
    }
  }

  private static String find(Path jar, String source) {
    Path folder = jar.toAbsolutePath().getParent();
    for (int up = 0; up < 3 && folder != null; up++, folder = folder.getParent()) {
      for (String root : ROOTS) {
        Path file = folder.resolve(root).resolve(source).normalize();
        if (file.startsWith(folder) && Files.isRegularFile(file)) {
          return slashes(fromHere(file));
        }
      }
    }
    return slashes(jar);
  }

  /** Relative where that is possible: code hosts know files by their path in the repository. */
  private static Path fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
