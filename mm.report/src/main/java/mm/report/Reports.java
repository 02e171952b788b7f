package mm.report;

import java.io.IOException;
import java.nio.file.Path;
import mm.report.page.PageWriter;

/**
 * What is made of a log. Each reads the file anew and keeps a bounded amount of it, so the length
 * of a run costs time only.
 */
public final class Reports {
  private Reports() {}

  /**
   * Writes one HTML page that needs no other file and no network.
   *
   * @param log what an {@link EventLog} wrote
   * @param file the page; replaced if it is there
   * @throws IOException when the log cannot be read, or is none, or the file cannot be written
   */
  public static void page(Path log, Path file) throws IOException {
    PageWriter.write(log, file);
  }

  /**
   * Writes a trace for ui.perfetto.dev or chrome://tracing.
   *
   * @param log what an {@link EventLog} wrote
   * @param file the trace; replaced if it is there
   * @throws IOException when the log cannot be read, or is none, or the file cannot be written
   */
  public static void perfetto(Path log, Path file) throws IOException {
    PerfettoTrace.write(log, file);
  }

  /**
   * Writes a table of drivers and callbacks.
   *
   * @param log what an {@link EventLog} wrote
   * @param file the table; replaced if it is there
   * @throws IOException when the log cannot be read, or is none, or the file cannot be written
   */
  public static void table(Path log, Path file) throws IOException {
    CallbackTable.write(log, file);
  }
}
