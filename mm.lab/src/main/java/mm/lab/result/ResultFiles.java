package mm.lab.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes results to files, for people and for other programs. Found by {@link
 * java.util.ServiceLoader}; the lab itself writes none.
 */
public interface ResultFiles {
  /** The names of the files that can be asked for: options of {@code mm lab run}. */
  List<String> KINDS = List.of("report", "perfetto", "csv", "events");

  /**
   * Called once, after everything has been run, on the thread that ran it.
   *
   * @param results what came out
   * @param files where to write, by one of {@link #KINDS}; never empty
   * @throws IOException when a file cannot be written; the message names it
   */
  void write(List<ScenarioResult> results, Map<String, Path> files) throws IOException;
}
