package mm.tck.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Turns what JUnit tells into verdicts. */
final class Collector implements TestExecutionListener {
  private static final Pattern NAME = Pattern.compile("R(\\d+)_(\\d+)_(\\w+)");
  private static final String NOT_APPLICABLE = "not applicable: ";
  private static final int FRAMES = 16;

  private final List<TestVerdict> verdicts = new CopyOnWriteArrayList<>();
  private final Map<TestIdentifier, List<String>> remarks = new ConcurrentHashMap<>();
  private final Consumer<String> progress;

  Collector(Consumer<String> progress) {
    this.progress = progress;
  }

  List<TestVerdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    String remark = entry.getKeyValuePairs().get("remark");
    if (remark != null) {
      remarks.computeIfAbsent(test, key -> new CopyOnWriteArrayList<>()).add(remark);
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      progress.accept(methodOf(test));
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Matcher name = NAME.matcher(methodOf(test));
    boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
    if (test.isTest() && name.matches()) {
      verdicts.add(verdict(test, name, result));
    } else if (failed) {
      throw new IllegalStateException(
          "the kit itself failed in " + test.getDisplayName(), result.getThrowable().orElse(null));
    }
  }

  private TestVerdict verdict(TestIdentifier test, Matcher name, TestExecutionResult result) {
    Throwable thrown = result.getThrowable().orElse(null);
    String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
    boolean notApplicable = message.contains(NOT_APPLICABLE);
    Verdict verdict =
        switch (result.getStatus()) {
          case SUCCESSFUL -> Verdict.PASS;
          case FAILED -> Verdict.FAILED;
          case ABORTED -> notApplicable ? Verdict.NOT_APPLICABLE : Verdict.NOT_JUDGED;
        };
    return new TestVerdict(
        "R" + name.group(1) + "." + name.group(2),
        name.group(3),
        verdict,
        message.replaceFirst("^(Assumption failed: )?(not applicable: |not judged: )?", ""),
        verdict == Verdict.FAILED ? stack(thrown) : List.of(),
        remarks.getOrDefault(test, List.of()));
  }

  /** Where the driver was: the innermost cause. */
  private static List<StackTraceElement> stack(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    List<StackTraceElement> stack = new ArrayList<>(List.of(cause.getStackTrace()));
    return stack.subList(0, Math.min(FRAMES, stack.size()));
  }

  private static String methodOf(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName())
        .orElse("");
  }
}
