package mm.verify.verb;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** How many bundles are done, on a terminal, once it takes long; wiped away at the end. */
final class Progress implements AutoCloseable {
  /** Nobody is looking. */
  static final Progress NONE = new Progress(null, 1, () -> 0);

  private static final long SHOW_AFTER_NANOS = 1_000_000_000;

  private final PrintStream terminal;
  private final int all;
  private final LongSupplier nanos;
  private final long began;
  private int done;
  private String shown = "";

  Progress(PrintStream terminal, int all, LongSupplier nanos) {
    this.terminal = terminal;
    this.all = all;
    this.nanos = nanos;
    began = nanos.getAsLong();
  }

  /** One more; called by several threads. */
  synchronized void one() {
    done++;
    if (terminal != null && nanos.getAsLong() - began > SHOW_AFTER_NANOS) {
      show("%d of %d bundles, %d %%".formatted(done, all, 100L * done / all));
    }
  }

  private void show(String text) {
    terminal.print("\r" + text);
    terminal.flush();
    shown = text;
  }

  @Override
  public synchronized void close() {
    if (!shown.isEmpty()) {
      show(" ".repeat(shown.length()));
      show("");
    }
  }
}
