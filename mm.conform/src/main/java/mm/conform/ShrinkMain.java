package mm.conform;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import mm.conform.drivers.DriverJars;
import mm.conform.script.MalformedFileException;
import mm.conform.shrink.SavedScript;
import mm.machine.KernelVersion;

/**
 * {@code mm conform --shrink}, which also makes what a replay or a soak has saved small. What it
 * says goes to standard error, for the output belongs to whoever calls it.
 */
final class ShrinkMain {
  private final PrintStream err;
  private final ShrinkRequest request;
  private final Progress progress;

  ShrinkMain(PrintStream err, ShrinkRequest request) {
    this.err = err;
    this.request = request;
    this.progress = new Progress(request.terminal().isPresent() ? err : null);
  }

  /** 0 when the saved script repeats, 1 when it does not, 2 when it cannot be written. */
  int run() throws MalformedFileException {
    SavedScript script =
        new SavedScript(
            KernelVersion.V6_18,
            new DriverJars(request.bundles()),
            request.seed(),
            progress::show,
            ShrinkTime.of(request));
    try {
      SavedScript.Outcome outcome = script.shrink(request.file(), request.save());
      progress.done();
      err.println("mm: saved " + request.save() + ": " + outcome.words());
      if (outcome.scenario().isPresent() && request.scenario().isPresent()) {
        Files.writeString(request.scenario().get(), outcome.scenario().get());
      }
      return outcome.breach().isPresent() ? Main.CONFORMS : Main.DIFFERS;
    } catch (IOException e) {
      progress.done();
      err.println("mm: " + request.save() + " cannot be written: " + e.getMessage());
      return Main.UNUSABLE;
    }
  }
}
