package mm.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files a run is to leave behind.
 *
 * @param page the page for people
 * @param perfetto the trace for Perfetto
 * @param table the table of drivers and callbacks
 * @param events the log itself
 */
public record ReportFiles(
    Optional<Path> page, Optional<Path> perfetto, Optional<Path> table, Optional<Path> events) {
  /** Option of a verb: the page. */
  public static final String PAGE = "report";

  /** Option of a verb: the trace. */
  public static final String PERFETTO = "perfetto";

  /** Option of a verb: the table. */
  public static final String TABLE = "csv";

  /** Option of a verb: the log. */
  public static final String EVENTS = "events";

  /**
   * Takes them from the options of a verb, where a {@link Path} stands under each name above.
   *
   * @param options what a verb was called with
   * @return the files; none where there is no such option
   */
  public static ReportFiles of(Map<String, Object> options) {
    return new ReportFiles(
        path(options, PAGE), path(options, PERFETTO), path(options, TABLE), path(options, EVENTS));
  }

  private static Optional<Path> path(Map<String, Object> options, String name) {
    return Optional.ofNullable((Path) options.get(name));
  }

  /**
   * Whether nothing is wanted.
   *
   * @return true when a run needs no log
   */
  public boolean isEmpty() {
    return all().isEmpty();
  }

  /**
   * The files that are wanted.
   *
   * @return a new list
   */
  public List<Path> all() {
    List<Path> all = new ArrayList<>();
    List.of(page, perfetto, table, events).forEach(each -> each.ifPresent(all::add));
    return all;
  }

  /**
   * Begins a run: the log is open. Refuses here what could not be written later, before a long run
   * is in vain.
   *
   * @return to be closed; after {@link ReportRun#complete()} all files are there
   * @throws IOException when a file cannot be written; the message names it
   */
  public ReportRun begin() throws IOException {
    if (new HashSet<>(all()).size() < all().size()) {
      throw new IOException("two of the files " + all() + " are the same");
    }
    for (Path each : all()) {
      checkWritable(each);
    }
    return ReportRun.begin(this);
  }

  /** What to say of a file that could not be written, for example because a disk is full. */
  static IOException unwritten(Path file, IOException cause) {
    return new IOException(
        file + ": " + cause.getMessage() + "; make room there or name another place", cause);
  }

  /**
   * Refuses a file that could not be written later.
   *
   * @param file which
   * @throws IOException when it cannot be written; the message names it
   */
  public static void checkWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new IOException(file + ": cannot be written");
    }
  }
}
