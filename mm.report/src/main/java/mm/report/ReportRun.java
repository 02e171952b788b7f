package mm.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one run while they come into being. */
public final class ReportRun implements Closeable {
  private final ReportFiles files;
  private final Path place;
  private final EventLog log;

  private ReportRun(ReportFiles files, Path place) throws IOException {
    this.files = files;
    this.place = place;
    log = EventLog.create(place);
  }

  static ReportRun begin(ReportFiles files) throws IOException {
    return new ReportRun(files, files.events().isPresent() ? files.events().get() : passing());
  }

  /** Goes also when the run is cut short. */
  private static Path passing() throws IOException {
    Path file = Files.createTempFile("mm-events", ".jsonl");
    file.toFile().deleteOnExit();
    return file;
  }

  /**
   * Where the run writes what happens.
   *
   * @return the open log
   */
  public EventLog log() {
    return log;
  }

  /**
   * Ends the log and writes the other files.
   *
   * @throws IOException when one cannot be written; the message names it
   */
  public void complete() throws IOException {
    log.close();
    write(files.page(), Reports::page);
    write(files.perfetto(), Reports::perfetto);
    write(files.table(), Reports::table);
  }

  /** Makes a file of a log. */
  private interface Writing {
    void write(Path log, Path file) throws IOException;
  }

  private void write(Optional<Path> file, Writing writing) throws IOException {
    if (file.isPresent()) {
      try {
        writing.write(place, file.get());
      } catch (IOException e) {
        throw ReportFiles.unwritten(file.get(), e);
      }
    }
  }

  /** Ends the log, and removes it if nobody asked for it. */
  @Override
  public void close() throws IOException {
    try {
      log.close();
    } finally {
      if (files.events().isEmpty()) {
        Files.deleteIfExists(place);
      }
    }
  }
}
