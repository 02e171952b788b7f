package mm.tck.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mm.tck.DriverConformance;

/**
 * Runs the kit on finished bundles: {@code [--json] [--junit FILE] [--patience SECONDS]
 * [--progress] -- BUNDLE...}.
 */
public final class Main {
  /** An exit code below it is none of the kit's. */
  static final int FINISHED = 180;

  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERNAL = 70;

  private final List<Path> bundles = new ArrayList<>();
  private final PrintStream out;
  private final PrintStream err;
  private Path junit;
  private Duration patience = DriverConformance.DEFAULT_PATIENCE;
  private boolean json;
  private boolean progress;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the kit and ends the JVM, also when a driver has left threads running. The exit code is
   * that of {@link #run} and {@link #FINISHED}, so that a driver that ends the JVM cannot answer
   * for the kit.
   *
   * @param args options, then {@code --}, then the bundles
   */
  public static void main(String[] args) {
    // The kit shows what is broken with its stack; the engine's log would say it again.
    System.setProperty("org.slf4j.simpleLogger.log.mm.core.violations", "off");
    Ending ending = new Ending(System.err);
    Runtime.getRuntime().addShutdownHook(ending);
    int exit = run(System.out, System.err, args);
    ending.expect();
    System.exit(FINISHED + exit);
  }

  /**
   * Runs the kit.
   *
   * @return 0 when every driver conforms, 1 when one does not, 2 when a file is no driver bundle,
   *     70 when the kit itself fails
   */
  static int run(PrintStream out, PrintStream err, String... args) {
    Main main = new Main(out, err);
    try {
      main.parse(args);
      return main.run();
    } catch (UnusableInputException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    } catch (IOException | RuntimeException e) {
      err.println("mm: internal error: " + e);
      return INTERNAL;
    } finally {
      out.flush();
    }
  }

  private void parse(String... args) throws UnusableInputException {
    int i = 0;
    for (; i < args.length && !args[i].equals("--"); i++) {
      switch (args[i]) {
        case "--json" -> json = true;
        case "--progress" -> progress = true;
        case "--junit" -> junit = Path.of(args[++i]);
        case "--patience" -> patience = Duration.ofSeconds(Long.parseLong(args[++i]));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    for (i++; i < args.length; i++) {
      bundles.add(Path.of(args[i]));
    }
    if (bundles.isEmpty()) {
      throw new UnusableInputException("no bundle given");
    }
    if (junit != null) {
      checkWritable(junit);
    }
  }

  private static void checkWritable(Path file) throws UnusableInputException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UnusableInputException(file + ": is a directory; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new UnusableInputException(file + ": there is no folder " + folder + "; make it first");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new UnusableInputException(file + ": cannot be written; name another place");
    }
  }

  /** All are opened before the first is run: a mistyped name should not cost a run. */
  private int run() throws IOException, UnusableInputException {
    List<DriverVerdict> verdicts = new ArrayList<>();
    List<DriverBundle> opened = new ArrayList<>();
    try {
      for (Path each : bundles) {
        opened.add(DriverBundle.open(each));
      }
      for (DriverBundle each : opened) {
        verdicts.addAll(new KitRun(each, shown(), patience).run());
      }
    } finally {
      for (DriverBundle each : opened) {
        each.close();
      }
    }
    report(verdicts);
    return verdicts.stream().allMatch(DriverVerdict::passed) ? 0 : FAILED;
  }

  private Consumer<String> shown() {
    return progress ? test -> err.print("\r\033[K" + test) : test -> {};
  }

  private void report(List<DriverVerdict> verdicts) throws IOException, UnusableInputException {
    if (progress) {
      err.print("\r\033[K");
    }
    if (json) {
      JsonReport.write(verdicts, out);
    } else {
      new TextReport(out).write(verdicts);
    }
    if (junit != null) {
      writeJunit(verdicts);
    }
  }

  private void writeJunit(List<DriverVerdict> verdicts) throws UnusableInputException {
    try (OutputStream file = Files.newOutputStream(junit)) {
      JunitReport.write(verdicts, file);
    } catch (IOException e) {
      throw new UnusableInputException(junit + ": " + whyNotWritten(e));
    }
  }

  /** What some of them say is the name of the file, and no more. */
  private static String whyNotWritten(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "cannot be written; name another place";
    }
    if (e instanceof NoSuchFileException) {
      return "its folder is not there; make it or name another place";
    }
    String why = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return why + "; make room there or name another place";
  }
}
