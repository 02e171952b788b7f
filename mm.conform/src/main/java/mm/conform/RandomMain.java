package mm.conform;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mm.api.NotifierCore;
import mm.conform.play.Trial;
import mm.conform.random.Failure;
import mm.conform.random.RandomRun;

/** {@code mm conform --random}. */
final class RandomMain {
  private final PrintStream out;
  private final PrintStream err;
  private final RandomRequest request;
  private final Progress progress;
  private final RandomRun run;

  RandomMain(PrintStream out, PrintStream err, RandomRequest request) {
    this.out = out;
    this.err = err;
    this.request = request;
    this.run = new RandomRun(request.kernel(), NotifierCore::create, Trial.Oracle.REFERENCE);
    this.progress = new Progress(request.wants(Request.Option.PROGRESS) ? err : null);
  }

  int run() throws Request.BadUsage {
    checkFile();
    Optional<Failure> failure = failure();
    progress.done();
    boolean saved = failure.isEmpty() || save(failure.get());
    if (request.wants(Request.Option.JSON)) {
      RandomReport.json(out, request, failure);
    } else {
      RandomReport.text(out, request, failure);
    }
    if (!saved) {
      return Main.UNUSABLE;
    }
    return failure.isEmpty() ? Main.CONFORMS : Main.DIFFERS;
  }

  /** Hours of work must not end at a folder that is not there. */
  private void checkFile() throws Request.BadUsage {
    if (request.save().isPresent()) {
      Path file = request.save().get().toAbsolutePath();
      if (Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
        throw new Request.BadUsage("--save: no file can be made at " + file);
      }
    }
  }

  private Optional<Failure> failure() {
    Optional<Failure> found =
        run.run(
            request.seed(),
            request.steps(),
            played -> progress.show("%,d of %,d random steps", played, request.steps()));
    return found.map(
        failure ->
            run.shrunk(
                failure,
                left -> progress.show("%s, shrunk to %,d steps", failure.breach().kind(), left)));
  }

  private boolean save(Failure failure) {
    try {
      if (request.save().isPresent()) {
        Files.writeString(request.save().get(), failure.file());
      }
      return true;
    } catch (IOException e) {
      err.println("mm: " + request.save().get() + " cannot be written: " + e.getMessage());
      return false;
    }
  }
}
