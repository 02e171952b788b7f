package mm.replay;

import java.io.PrintStream;

/** A progress bar on a terminal, drawn again at most once per percent and not for short inputs. */
final class Progress {
  /** Nobody is looking. */
  static final Progress NONE = new Progress(null);

  private static final int WIDTH = 40;
  private static final long SHOW_AFTER_NANOS = 500_000_000;

  private final PrintStream terminal;
  private final long began = System.nanoTime();
  private int shown = -1;

  Progress(PrintStream terminal) {
    this.terminal = terminal;
  }

  void at(double fraction) {
    int percent = (int) (100 * fraction);
    if (terminal != null && percent != shown && System.nanoTime() - began > SHOW_AFTER_NANOS) {
      shown = percent;
      int filled = percent * WIDTH / 100;
      terminal.printf("\r[%s%s] %3d %%", "#".repeat(filled), ".".repeat(WIDTH - filled), percent);
      terminal.flush();
    }
  }

  void done() {
    if (shown >= 0) {
      terminal.print("\r" + " ".repeat(WIDTH + 8) + "\r");
      terminal.flush();
    }
  }
}
