package mm.deploy.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which jars of a folder are whole. A jar counts once two looks in a row have found the same size,
 * time of change and file; one that was last changed long ago counts at once. A half copy keeps
 * changing, and a jar moved here by a rename is whole from the beginning.
 */
final class FolderView {
  private static final long LONG_AGO_MILLIS = 2_000;

  private final Path folder;
  private final Clock clock;
  private final Map<Path, FileStamp> stamps = new HashMap<>();

  FolderView(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * What a look has found.
   *
   * @param whole jars that can be acted upon
   * @param growing how many others there are
   */
  record Look(Map<Path, FileStamp> whole, int growing) {}

  Look look() throws IOException {
    Map<Path, FileStamp> whole = new HashMap<>();
    Map<Path, FileStamp> now = new HashMap<>();
    for (Path each : jars()) {
      try {
        FileStamp stamp = FileStamp.of(each);
        boolean isWhole = stamp.equals(stamps.get(each)) || isOld(each);
        now.put(each, stamp);
        if (isWhole) {
          whole.put(each, stamp);
        }
      } catch (NoSuchFileException e) {
        stamps.remove(each); // it has gone since it was listed
      }
    }
    stamps.clear();
    stamps.putAll(now);
    return new Look(whole, now.size() - whole.size());
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.getFileName().toString().endsWith(".jar"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private boolean isOld(Path file) throws IOException {
    return clock.millis() - Files.getLastModifiedTime(file).toMillis() > LONG_AGO_MILLIS
        && !stamps.containsKey(file);
  }
}
