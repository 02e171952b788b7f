package mm.stress.ordering;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of jcstress in a JVM of its own, and what it printed. The exit code alone says little: a
 * finding and a usage error are both 1, and "no such test" is 0.
 */
final class Jcstress {
  private static final Pattern TOTALS =
      Pattern.compile(
          "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed,"
              + " (\\d+) soft errs, (\\d+) hard errs\\)");
  private static final Pattern VERDICT = Pattern.compile("\\[([A-Z]+)] (mm\\.[\\w.]+)");
  private static final Pattern SAMPLES = Pattern.compile(" ([\\d,]+) +<?[\\d.]+% ");

  /**
   * One long iteration: jcstress waits ten times as long for its end, and thirty seconds at least.
   */
  private static final String PATIENT_MILLIS = "12000";

  /** Small, so that two actors do not drift apart over the samples of a stride. */
  private static final String STRIDE = "16";

  final String text;
  final int exit;

  private final int[] totals = new int[5];

  Jcstress(String text, int exit) {
    this.text = text;
    this.exit = exit;
    Matcher found = TOTALS.matcher(text);
    while (found.find()) { // printed again and again, the last one counts
      for (int i = 0; i < totals.length; i++) {
        totals[i] = Integer.parseInt(found.group(i + 1));
      }
    }
  }

  /**
   * Runs the tests that match.
   *
   * @param tests regular expression
   * @param folder where to leave the output
   * @param effort how many times the usual number of iterations
   */
  static Jcstress run(String tests, Path folder, int effort)
      throws IOException, InterruptedException {
    int iterations = effort * Integer.getInteger("mm.jcstress.iterations", 1);
    return run(tests, folder, iterations, System.getProperty("mm.jcstress.millis", "500"));
  }

  /** The same for tests that did not get through their samples in time. */
  static Jcstress runPatiently(String tests, Path folder) throws IOException, InterruptedException {
    return run(tests, folder, 1, PATIENT_MILLIS);
  }

  private static Jcstress run(String tests, Path folder, int iterations, String millis)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command(tests, folder, iterations, millis))
            .directory(folder.toFile()) // it leaves its binary results where it runs
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    return new Jcstress(Files.readString(output, StandardCharsets.UTF_8), exit);
  }

  private static List<String> command(String tests, Path folder, int iterations, String millis) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dmm.jcstress.biased=" + Boolean.getBoolean("mm.jcstress.biased"),
        "-cp",
        System.getProperty("java.class.path"),
        JcstressMain.class.getName(),
        "-v",
        "-t",
        tests,
        "-r",
        folder.toString(),
        "-f",
        "1",
        "-iters",
        String.valueOf(iterations),
        "-time",
        millis,
        "-sc",
        "false",
        "-hs",
        "192",
        "-strideSize",
        STRIDE,
        "-strideCount",
        "40",
        "-jvmArgs",
        "-XX:+UseParallelGC");
  }

  int planned() {
    return totals[0];
  }

  int passed() {
    return totals[1];
  }

  int failed() {
    return totals[2];
  }

  int errors() {
    return totals[3] + totals[4];
  }

  /** Test class to OK, FAILED or whatever else the final report says. */
  Map<String, String> verdicts() {
    Map<String, String> verdicts = new TreeMap<>();
    Matcher found = VERDICT.matcher(report());
    while (found.find()) {
      verdicts.merge(found.group(2), found.group(1), (a, b) -> a.equals("OK") ? b : a);
    }
    return verdicts;
  }

  /** Whether a test did not get through its samples in time, which says nothing about it. */
  boolean timedOut(String test) {
    return "TIMEOUT".equals(verdicts().get(test));
  }

  /** Test class to how often its actors met. */
  Map<String, Long> samples() {
    Map<String, Long> samples = new TreeMap<>();
    String test = "";
    for (String line : report().split("\n")) {
      Matcher verdict = VERDICT.matcher(line);
      Matcher outcome = SAMPLES.matcher(line);
      if (verdict.find()) {
        test = verdict.group(2);
      } else if (outcome.find()) {
        samples.merge(test, Long.parseLong(outcome.group(1).replace(",", "")), Long::sum);
      }
    }
    return samples;
  }

  private String report() {
    return text.substring(Math.max(text.indexOf("RUN RESULTS:"), 0));
  }

  /** Whether a test failed for what it is there to find, not for an error of its own. */
  boolean reportedForbidden(String test) {
    return Pattern.compile(Pattern.quote(test) + " \\[.*]: Observed forbidden state")
        .matcher(text)
        .find();
  }

  /** Whether the engine itself stumbled over what it should not have seen. */
  boolean reportedEngineFailure(String test) {
    return "ERROR".equals(verdicts().get(test))
        && text.contains("\tat mm.core.")
        && !text.contains("java.lang.LinkageError")
        && !text.contains("java.lang.VerifyError");
  }
}
