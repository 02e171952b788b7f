package mm.launcher;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the command writes, and which of its streams are a terminal.
 *
 * @param terminals the digits of those of 0, 1 and 2 that are terminals, as the start script saw
 *     them: the JVM itself can only tell whether all of them are
 */
record Console(PrintStream out, PrintStream err, String terminals) {
  private static final String TERMINALS = "mm.tty";

  static Console ofThisProcess() {
    String guess = System.console() == null ? "" : "012";
    return new Console(System.out, System.err, System.getProperty(TERMINALS, guess));
  }

  boolean isInteractive() {
    return terminals.contains("0") && outIsTerminal();
  }

  boolean outIsTerminal() {
    return terminals.contains("1");
  }

  boolean showsProgress() {
    return terminals.contains("2");
  }

  /** JSON is UTF-8 whatever the locale says. */
  PrintStream jsonOut() {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }
}
