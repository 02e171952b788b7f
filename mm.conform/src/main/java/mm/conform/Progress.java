package mm.conform;

import java.io.PrintStream;

/** How far it is, on a terminal, a few times a second. */
final class Progress {
  private static final long EVERY_NANOS = 200_000_000;

  private final PrintStream terminal;
  private long cases;
  private long drawn = System.nanoTime();
  private int width;

  /** Draws on a terminal, or nowhere when there is none. */
  Progress(PrintStream terminal) {
    this.terminal = terminal;
  }

  void ran(String name) {
    cases++;
    show("%,d cases, now after %s", cases, name);
  }

  void show(String format, Object... values) {
    if (terminal != null && System.nanoTime() - drawn > EVERY_NANOS) {
      drawn = System.nanoTime();
      draw(String.format(format, values));
    }
  }

  private void draw(String text) {
    terminal.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    terminal.flush();
    width = text.length();
  }

  void done() {
    if (width > 0) {
      terminal.print("\r" + " ".repeat(width) + "\r");
      terminal.flush();
    }
  }
}
