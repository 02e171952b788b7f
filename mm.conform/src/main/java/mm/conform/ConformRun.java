package mm.conform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.conform.drivers.DriverJars;
import mm.conform.play.CasePlayer;
import mm.conform.play.OwnThread;
import mm.conform.play.Verdict;
import mm.conform.script.Case;
import mm.conform.script.CaseFile;
import mm.conform.script.Format;
import mm.conform.script.Layout;
import mm.conform.script.MalformedFileException;

/** Plays the wanted cases of all files, one after the other. */
final class ConformRun {
  /** Failed cases kept to be looked at again when there are recorded mappings. */
  private static final int MOST_KEPT = 200;

  private final Request request;
  private final Progress progress;
  private final DriverJars drivers;
  private final Report report = new Report();
  private final Map<String, Case> failed = new HashMap<>();
  private final List<Path> layouts = new ArrayList<>();

  ConformRun(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
    this.drivers = new DriverJars(request.bundles());
  }

  Report run() throws MalformedFileException {
    try {
      for (Path file : request.files()) {
        reading(file, this::play);
      }
      for (Path file : layouts) {
        reading(file, this::compareMappings);
      }
      return report;
    } finally {
      progress.done();
    }
  }

  /** Does something with an open file. */
  private interface Use {
    void of(CaseFile file) throws MalformedFileException;
  }

  private static void reading(Path path, Use use) throws MalformedFileException {
    try (CaseFile file = CaseFile.open(path)) {
      use.of(file);
    } catch (IOException e) {
      throw new MalformedFileException(path.toString(), "", "cannot be closed: " + e.getMessage());
    }
  }

  /** A file of mappings waits until it is known which cases fail. */
  private void play(CaseFile file) throws MalformedFileException {
    if (file.format() == Format.LAYOUT) {
      layouts.add(Path.of(file.name()));
      return;
    }
    Optional<Case> next = file.next();
    while (next.isPresent()) {
      play(file.name(), next.get());
      next = file.next();
    }
  }

  private void play(String file, Case each) throws MalformedFileException {
    if (request.wants(each)) {
      Verdict verdict =
          OwnThread.call(each.name(), () -> CasePlayer.play(request.kernel(), file, each, drivers));
      report.add(file, each, verdict);
      keep(each, verdict);
    }
    progress.ran(each.name());
  }

  private void keep(Case each, Verdict verdict) {
    if (verdict.outcome() == Verdict.Outcome.FAILED && failed.size() < MOST_KEPT) {
      failed.put(each.name(), each);
    }
  }

  private void compareMappings(CaseFile file) throws MalformedFileException {
    Optional<Layout> next = file.nextLayout();
    while (next.isPresent()) {
      compareMappings(file.name(), next.get());
      next = file.nextLayout();
    }
  }

  private void compareMappings(String file, Layout layout) throws MalformedFileException {
    Case again = failed.get(layout.name());
    if (again != null) {
      OwnThread.call(
              layout.name(),
              () -> CasePlayer.compareMappings(request.kernel(), file, again, layout))
          .ifPresent(difference -> report.addMappings(layout.name(), difference));
    }
  }
}
