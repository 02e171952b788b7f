package mm.verify.bnd;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Processor;
import aQute.service.reporter.Reporter;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import mm.verify.Hit;
import mm.verify.Place;

/** Files and lines of a project, so that an error is shown where it can be mended. */
final class Locations {
  private static final List<String> ROOTS = List.of("src/main/java", "src/main/kotlin", "src");

  private final Analyzer analyzer;

  Locations(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  void set(Reporter.SetLocation at, Place place) {
    if (place.isCode()) {
      File file = source(place.source());
      if (file != null) {
        at.file(file.getAbsolutePath()).line(place.line()); // as Maven and people count
      }
    } else if (!place.element().isEmpty()) {
      header(at, place.element());
    }
  }

  private void header(Reporter.SetLocation at, String header) {
    try {
      Processor.FileLine line = analyzer.getHeader(header);
      if (line != null) {
        line.set(at);
      }
    } catch (Exception e) {
      at.header(header); // a place less exact is still the finding's place
    }
  }

  private File source(String source) {
    for (String root : ROOTS) {
      File file = new File(new File(analyzer.getBase(), root), source);
      if (!source.isEmpty() && file.isFile()) {
        return file;
      }
    }
    return null;
  }

  /** The calls that lead to what was found, one in each line. */
  static String way(Hit hit) {
    return hit.path().size() < 2
        ? ""
        : hit.path().stream()
            .map(Place::toString)
            .collect(Collectors.joining("\n    -> ", "\n    ", ""));
  }
}
