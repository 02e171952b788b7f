package mm.verify.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mm.api.Finding;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.SampleBundles;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;

/** Reports of one run over bundles with everything that a report can have to say. */
final class SampleReports {
  private SampleReports() {}

  /** A right bundle, one that waits, one unproven, one that is no driver, and one of odd names. */
  static byte[] of(Path folder, Format format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(new Summary(verdicts(folder)), Strictness.NORMAL, out);
    return out.toByteArray();
  }

  private static List<Verdict> verdicts(Path folder) throws IOException {
    Verifier verifier = Verifier.create();
    Path jars = Files.createDirectories(folder.resolve("module/target"));
    Path sources = Files.createDirectories(folder.resolve("module/src/main/java/x"));
    Files.writeString(sources.resolve("TestNotifier.java"), "");
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(verifier.verify(Files.write(jars.resolve("right.jar"), SampleBundles.right())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("a b%.jar"), SampleBundles.waiting())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("odd.jar"), SampleBundles.unproven())));
    verdicts.add(verifier.verify(Files.write(jars.resolve("other.jar"), SampleBundles.other())));
    Finding nasty = new Finding(Rule.R6_5, "\0<&>\"]]>\uD800 \u00b5", "x\u0007");
    Hit hit = new Hit(nasty, Severity.ERROR, "id", Place.of("\1"), List.of(), "");
    verdicts.add(
        new Verdict("weird:name.jar", "", Verdict.Kind.DRIVER, List.of(), List.of(hit), List.of()));
    return verdicts;
  }
}
