package mm.conform;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import mm.conform.script.MalformedFileException;

/** What {@code mm conform} starts. */
public final class Main {
  static final int CONFORMS = 0;
  static final int DIFFERS = 1;
  static final int UNUSABLE = 2;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs cases and ends the JVM: 0 all counted cases agree, 1 one fails or is skipped, 2 a
   * malformed file or bad usage.
   *
   * @param args files and options
   */
  public static void main(String[] args) {
    // What the engine reports is in the result; its log would say it again, in every run.
    System.setProperty("org.slf4j.simpleLogger.log.mm", "off");
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int exit = new Main(out, System.err).run(args);
    out.flush();
    System.exit(exit);
  }

  /**
   * Does the same and returns.
   *
   * @param out where reports go
   * @param err where everything else goes
   * @param args files and options
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new Main(out, err).run(args);
  }

  int run(String... args) {
    List<String> words = List.of(args);
    try {
      if (words.contains(ShrinkRequest.SWITCH)) {
        return new ShrinkMain(err, ShrinkRequest.parse(args)).run();
      }
      if (words.contains(RandomRequest.SWITCH)) {
        return new RandomMain(out, err, RandomRequest.parse(args)).run();
      }
      return run(Request.parse(args));
    } catch (Request.BadUsage | InvalidPathException e) {
      err.println("mm: " + e.getMessage());
      err.println("Try 'mm conform --help'.");
    } catch (MalformedFileException e) {
      err.println("mm: " + e.getMessage());
    }
    return UNUSABLE;
  }

  private int run(Request request) throws MalformedFileException, Request.BadUsage {
    boolean watched = request.wants(Request.Option.PROGRESS);
    Report report = new ConformRun(request, new Progress(watched ? err : null)).run();
    if (report.isEmpty() && !request.families().isEmpty()) {
      throw new Request.BadUsage("no case of family " + String.join(", ", request.families()));
    }
    if (request.wants(Request.Option.JSON)) {
      JsonReport.print(out, report, request);
    } else {
      TextReport.print(out, report, request);
    }
    return report.counted().allPassed() ? CONFORMS : DIFFERS;
  }
}
