package mm.verify.reach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mm.verify.code.Member;

/** The list of known methods, {@code operations.txt}. */
public final class Operations {
  private static final String FILE = "/mm/verify/operations.txt";
  private static final Pattern LINE = Pattern.compile("([a-z,]+)\\s+(\\S+)\\s+(\\S.*)");
  private static final String OBJECT = "java.lang.Object";

  private final Map<String, Operation> entries = new HashMap<>();

  private Operations() {}

  /**
   * Reads the list.
   *
   * @return the list
   */
  public static Operations load() {
    Operations operations = new Operations();
    try (InputStream in = Operations.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(Operations::isEntry).forEach(operations::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return operations;
  }

  private static boolean isEntry(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  private void add(String line) {
    Matcher columns = LINE.matcher(line);
    if (!columns.matches()) {
      throw new IllegalStateException(FILE + ": " + line);
    }
    List<Operation.Kind> kinds =
        Stream.of(columns.group(1).split(","))
            .map(kind -> Operation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)))
            .toList();
    if (entries.put(columns.group(2), new Operation(kinds, columns.group(3))) != null) {
      throw new IllegalStateException(FILE + " twice: " + columns.group(2));
    }
  }

  /** The names in the list, for its test. */
  Stream<String> names() {
    return entries.keySet().stream();
  }

  /**
   * Looks a method up, the most precise entry first.
   *
   * @param called the method
   * @param supertypes the class that it is called on and all that this is derived from, nearest
   *     first
   * @return what is known of it
   */
  public Operation of(Member called, List<String> supertypes) {
    List<String> types = supertypes.stream().map(Member::dotted).toList();
    boolean inherited = !called.name().equals(Member.CONSTRUCTOR);
    return first(inherited ? types : types.subList(0, 1), type -> exact(type, called))
        .or(() -> first(types, type -> entry(type + ".*")))
        .or(() -> first(types, Operations::isNotObject, type -> entry(packageOf(type) + ".*")))
        .orElse(Operation.UNKNOWN);
  }

  private static boolean isNotObject(String type) {
    return !type.equals(OBJECT);
  }

  private Operation exact(String type, Member called) {
    Operation precise = entry(type + "." + called.name() + "/" + called.arguments());
    return precise != null ? precise : entry(type + "." + called.name());
  }

  private Operation entry(String name) {
    return entries.get(name);
  }

  private static Optional<Operation> first(
      List<String> types, java.util.function.Function<String, Operation> look) {
    return first(types, type -> true, look);
  }

  private static Optional<Operation> first(
      List<String> types,
      java.util.function.Predicate<String> wanted,
      java.util.function.Function<String, Operation> look) {
    return types.stream().filter(wanted).map(look).filter(Objects::nonNull).findFirst();
  }

  private static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }
}
