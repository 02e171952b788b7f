package mm.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.api.Rule;
import mm.verify.Place;
import mm.verify.code.ClassFile;
import mm.verify.jar.Clause;

/** Class files against the Java that the bundle requires (R6.16). */
final class ClassVersionCheck {
  private static final Pattern IN_FILTER =
      Pattern.compile("\\(\\s*version\\s*>?=\\s*(?:1\\.)?(\\d{1,3})");
  private static final Pattern IN_LIST = Pattern.compile("(?:JavaSE|J2SE)-(?:1\\.)?(\\d{1,3})");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,3})/.*");

  private ClassVersionCheck() {}

  static void check(BundleManifest manifest, List<ClassFile> classes, Hits hits) {
    OptionalInt required = required(manifest);
    if (required.isEmpty()) {
      return; // it resolves anywhere, and nobody has promised anything
    }
    List<ClassFile> newer =
        classes.stream()
            .filter(file -> file.isPreview() || file.java() > allowed(file, required.getAsInt()))
            .toList();
    if (!newer.isEmpty()) {
      hits.error(
          Rule.R6_16,
          Place.of(newer.get(0)),
          message(newer, required.getAsInt()),
          "Compile for that version, or require the newer one.");
    }
  }

  private static String message(List<ClassFile> newer, int required) {
    ClassFile first = newer.get(0);
    String preview = first.isPreview() ? ", with previews" : "";
    String more = newer.size() == 1 ? "" : " and " + (newer.size() - 1) + " more";
    return "%s%s is for Java %d%s; the bundle requires Java %d."
        .formatted(first.name().replace('/', '.'), more, first.java(), preview, required);
  }

  /** Classes for newer JVMs only may be newer. */
  private static int allowed(ClassFile file, int required) {
    Matcher versioned = VERSIONED.matcher(file.path());
    return versioned.matches()
        ? Math.max(required, Integer.parseInt(versioned.group(1)))
        : required;
  }

  /** The oldest Java on which the bundle resolves. */
  private static OptionalInt required(BundleManifest manifest) {
    List<Integer> versions = new ArrayList<>();
    for (Clause clause : manifest.requirements("osgi.ee")) {
      add(IN_FILTER, clause.directives().getOrDefault("filter", ""), versions);
    }
    add(IN_LIST, manifest.header("Bundle-RequiredExecutionEnvironment"), versions);
    return versions.stream().mapToInt(Integer::intValue).min();
  }

  private static void add(Pattern pattern, String text, List<Integer> versions) {
    pattern.matcher(text).results().forEach(m -> versions.add(Integer.valueOf(m.group(1))));
  }
}
