package mm.verify.bnd;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Processor;
import aQute.service.reporter.Reporter;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.verify.Hit;
import mm.verify.Place;

/**
 * Files and lines of a project, so that an error is shown where it can be mended. Where its sources
 * are, the build tool may have said; otherwise they are where they usually are. Lines are counted
 * from 1: Maven and Gradle show what they are given.
 */
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
        at.file(file.getAbsolutePath()).line(place.line());
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
        at.line(line.line + 1);
      }
    } catch (Exception e) {
      at.header(header); // a place less exact is still the finding's place
    }
  }

  private File source(String source) {
    return Stream.concat(told(), ROOTS.stream().map(root -> new File(analyzer.getBase(), root)))
        .map(root -> new File(root, source))
        .filter(file -> !source.isEmpty() && file.isFile())
        .findFirst()
        .orElse(null);
  }

  private Stream<File> told() {
    try {
      return analyzer instanceof Builder builder
          ? builder.getSourcePath().stream()
          : Stream.empty();
    } catch (Exception e) {
      return Stream.empty(); // bnd complains of a source path that is none
    }
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
