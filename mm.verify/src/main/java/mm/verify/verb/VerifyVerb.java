package mm.verify.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import mm.verify.Policy;
import mm.verify.Strictness;
import mm.verify.Verdict;
import mm.verify.Verifier;
import mm.verify.report.Format;
import mm.verify.report.Summary;

/**
 * The verb {@code verify}. Options: {@code paths} (list of strings), {@code policies} (list of
 * filters), {@code strict} (boolean), {@code format} (string), {@code output} (string, optional),
 * {@code out} and {@code err} (print streams), {@code progress} (boolean, optional: whether {@code
 * err} is a terminal that may show how far it is). Answers 0: fine; 1: refused; 2: unusable input.
 */
public final class VerifyVerb implements ToIntFunction<Map<String, Object>> {
  private static final int FINE = 0;
  private static final int REFUSED = 1;
  private static final int UNUSABLE = 2;

  /** For whoever looks the class up by its name. */
  public VerifyVerb() {}

  @Override
  public int applyAsInt(Map<String, Object> options) {
    PrintStream err = (PrintStream) options.get("err");
    try {
      return verify(options);
    } catch (UnusableInputException e) {
      err.println("mm: " + e.getMessage());
      return UNUSABLE;
    }
  }

  private static int verify(Map<String, Object> options) throws UnusableInputException {
    Strictness strictness = (boolean) options.get("strict") ? Strictness.STRICT : Strictness.NORMAL;
    Verifier verifier = Verifier.create(policies(strings(options, "policies")));
    List<Path> jars = Inputs.jars(strings(options, "paths"));
    Summary summary = new Summary(verify(verifier, jars, options));
    write(summary, strictness, options);
    if (summary.examined().isEmpty()) {
      throw new UnusableInputException("no driver bundle among " + jars.size() + " jars");
    }
    return summary.isRefused(strictness) ? REFUSED : FINE;
  }

  private static List<Verdict> verify(
      Verifier verifier, List<Path> jars, Map<String, Object> options)
      throws UnusableInputException {
    try (Progress progress = progress(jars.size(), options)) {
      // One bundle needs some tens of megabytes at worst, so as many at once as there are
      // processors.
      return jars.parallelStream().map(jar -> verify(verifier, jar, progress)).toList();
    } catch (UncheckedIOException e) {
      throw new UnusableInputException(e.getMessage());
    }
  }

  private static Progress progress(int jars, Map<String, Object> options) {
    return Boolean.TRUE.equals(options.get("progress"))
        ? new Progress((PrintStream) options.get("err"), jars, System::nanoTime)
        : Progress.NONE;
  }

  private static Verdict verify(Verifier verifier, Path jar, Progress progress) {
    try {
      return verifier.verify(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(jar + ": " + e.getMessage(), e);
    } finally {
      progress.one();
    }
  }

  private static List<Policy> policies(List<String> filters) throws UnusableInputException {
    try {
      return filters.stream().map(Policy::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException("--policy: no filter of OSGi: " + e.getMessage());
    }
  }

  private static void write(Summary summary, Strictness strictness, Map<String, Object> options)
      throws UnusableInputException {
    Format format = Format.valueOf(options.get("format").toString().toUpperCase(Locale.ROOT));
    Object file = options.get("output");
    try {
      if (file == null) {
        format.write(summary, strictness, (OutputStream) options.get("out"));
      } else {
        write(summary, strictness, format, Path.of(file.toString()));
      }
    } catch (IOException e) {
      throw new UnusableInputException(
          "cannot write " + (file == null ? "the report" : file) + ": " + e);
    }
  }

  private static void write(Summary summary, Strictness strictness, Format format, Path file)
      throws IOException {
    ByteArrayOutputStream report = new ByteArrayOutputStream(); // never full, as a disk may be
    format.write(summary, strictness, report);
    Files.write(file, report.toByteArray());
  }

  private static List<String> strings(Map<String, Object> options, String name) {
    return ((List<?>) options.get(name)).stream().map(String::valueOf).toList();
  }
}
