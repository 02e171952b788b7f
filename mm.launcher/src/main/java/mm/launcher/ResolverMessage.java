package mm.launcher;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.osgi.framework.BundleException;

/** Turns what the framework says about a bundle into one line that a person can act on. */
final class ResolverMessage {
  // The innermost one: the others only tell who needed whom on the way to it.
  private static final Pattern MISSING =
      Pattern.compile(
          ".*missing requirement \\[.*?\\(R [\\d.]+\\)\\] ([\\w.-]+)(?:; (\\(.*?\\)+)(?=[ \\]]|$))?.*",
          Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\\([\\w.]+=([^()]*)\\)");
  private static final Pattern FROM = Pattern.compile("\\(version>=([^()]*)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^()]*)\\)\\)");

  private ResolverMessage() {}

  static String readable(BundleException failure) {
    Matcher missing = MISSING.matcher(String.valueOf(failure.getMessage()));
    if (missing.matches()) {
      return needs(missing.group(1), given(missing.group(2)));
    }
    return failure.getType() == BundleException.DUPLICATE_BUNDLE_ERROR
        ? "a bundle with this name and version is already installed"
        : firstLine(rootOf(failure));
  }

  /**
   * Felix writes {@code (*)} for a requirement without a filter in some places, nothing in others.
   */
  private static String given(String filter) {
    return filter == null || filter.equals("(*)") ? "" : filter;
  }

  private static String needs(String namespace, String filter) {
    return switch (namespace) {
      case "osgi.wiring.package" ->
          "needs package " + name(filter) + range(filter) + ", which no bundle exports";
      case "osgi.wiring.bundle" ->
          "needs bundle " + name(filter) + range(filter) + ", which is not there";
      case "osgi.ee" ->
          "needs another Java, " + filter + "; this is " + Runtime.version().feature();
      default ->
          "needs capability " + (namespace + " " + filter).strip() + ", which no bundle provides";
    };
  }

  private static String name(String filter) {
    return group(NAME, filter, filter);
  }

  private static String range(String filter) {
    String below = group(BELOW, filter, "");
    String from = group(FROM, filter.replace("(!(version>=" + below + "))", ""), "");
    if (from.isEmpty() && below.isEmpty()) {
      return "";
    }
    return below.isEmpty() ? " " + from + " or later" : " [" + from + "," + below + ")";
  }

  private static String group(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.toString() : message.lines().findFirst().orElse("");
    if (failure instanceof ZipException) {
      return "not a readable jar: " + text;
    }
    return failure instanceof BundleException
        ? text
        : failure.getClass().getSimpleName() + ": " + text;
  }
}
