package mm.launcher;

import java.util.Arrays;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The name of a new driver, which has to do as id, folder, package and class.
 *
 * @param id for example {@code my-nic}
 */
record DriverName(String id) {
  private static final String SHAPE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final int LONGEST = 64;

  /** Checks the name; says what is wrong with it. */
  static DriverName of(String text) {
    if (!text.matches(SHAPE) || text.length() > LONGEST) {
      throw Problem.unusable(
          "'"
              + text
              + "' cannot be a driver's name: lower-case letters, digits and single dashes, a letter"
              + " first, at most "
              + LONGEST
              + ", for example my-nic");
    }
    DriverName name = new DriverName(text);
    if (!SourceVersion.isName(name.packageName())) {
      throw Problem.unusable(
          "'"
              + text
              + "' cannot be a driver's name: it would be a package, and Java keeps the word");
    }
    return name;
  }

  String packageName() {
    return "drivers." + id.replace("-", "");
  }

  String className() {
    return Arrays.stream(id.split("-"))
        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
        .collect(Collectors.joining());
  }
}
