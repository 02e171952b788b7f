package mm.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks whether results can be written, before minutes are spent on them. */
final class OutputFiles {
  private OutputFiles() {}

  /** Nothing is made or opened; an input is never overwritten. */
  static void check(List<Path> outputs, List<String> inputs) throws IOException {
    Set<Path> known = new HashSet<>();
    inputs.forEach(each -> known.add(Path.of(each).toAbsolutePath().normalize()));
    for (Path each : outputs) {
      Path file = each.toAbsolutePath().normalize();
      check(each, file);
      if (!known.add(file)) {
        throw new IOException(each + " is named twice; give each file a name of its own");
      }
    }
  }

  private static void check(Path named, Path file) throws IOException {
    Path folder = file.getParent();
    if (Files.isDirectory(file)) {
      throw new IOException(named + " is a folder; name a file");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(named + ": there is no folder " + folder + "; make it first");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new IOException(named + " may not be written; choose another place");
    }
  }
}
