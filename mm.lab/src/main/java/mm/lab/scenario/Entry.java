package mm.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value of a file and where it stands; asked for what it should be, it fails with the line. */
final class Entry {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");

  private final String file;
  private final String key;
  private final Node node;

  private Entry(String file, String key, Node node) {
    this.file = file;
    this.key = key;
    this.node = node;
  }

  static Entry top(String file, String text) throws ScenarioException {
    return new Entry(file, "the scenario", SafeYaml.read(file, text));
  }

  String key() {
    return key;
  }

  ScenarioException wrong(String problem) {
    return new ScenarioException(file, SafeYaml.line(node.getStartMark()), problem);
  }

  /** File and line. */
  String at() {
    return file + ":" + SafeYaml.line(node.getStartMark());
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  String text() throws ScenarioException {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().strip();
    }
    throw wrong(key + " must be text, not " + kind());
  }

  private String kind() {
    return node instanceof SequenceNode ? "a list" : node instanceof ScalarNode ? "text" : "a map";
  }

  /** What was meant by a name that others refer to. */
  static void checkName(Entry at, String name) throws ScenarioException {
    if (!NAME.matcher(name).matches()) {
      throw at.wrong(
          "'"
              + name
              + "' is no name: small letters, digits and dashes, a letter first, at most 60");
    }
  }

  int number(int least, int most) throws ScenarioException {
    String text = text();
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(key + " must be a number from " + least + " to " + most + ", not '" + text + "'");
  }

  <T> T one(Optional<T> found, List<String> allowed) throws ScenarioException {
    if (found.isPresent()) {
      return found.get();
    }
    throw wrong(key + " cannot be '" + text() + "'; allowed are " + String.join(", ", allowed));
  }

  Pages pages() throws ScenarioException {
    Optional<Pages> pages = Pages.of(text());
    if (pages.isPresent()) {
      return pages.get();
    }
    throw wrong(
        key + ": '" + text() + "' are no pages; write 3 or 0..4 (0 to 3), up to " + Pages.MOST);
  }

  /** A value of an enum as files have it: small, with dashes. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A list, or one value that stands for a list of one. */
  List<Entry> list() throws ScenarioException {
    if (node instanceof SequenceNode sequence) {
      List<Entry> all = new ArrayList<>();
      for (Node each : sequence.getValue()) {
        all.add(new Entry(file, key, each));
      }
      return all;
    }
    if (node instanceof ScalarNode) {
      return text().isEmpty() ? List.of() : List.of(this);
    }
    throw wrong(key + " must be a list, not " + kind());
  }

  List<String> texts() throws ScenarioException {
    List<String> all = new ArrayList<>();
    for (Entry each : list()) {
      all.add(each.text());
    }
    return all;
  }

  /** A map with any keys. */
  Map<String, Entry> map() throws ScenarioException {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(key + " must be a map (key: value), not " + kind());
    }
    Map<String, Entry> all = new LinkedHashMap<>();
    for (NodeTuple each : mapping.getValue()) {
      Entry name = new Entry(file, "a key", each.getKeyNode());
      Entry value = new Entry(file, name.text(), each.getValueNode());
      if (all.put(name.text(), value) != null) {
        throw name.wrong("'" + name.text() + "' stands here twice");
      }
    }
    return all;
  }

  /** A map whose keys are names. */
  Map<String, Entry> named() throws ScenarioException {
    Map<String, Entry> all = map();
    for (Map.Entry<String, Entry> each : all.entrySet()) {
      checkName(each.getValue(), each.getKey());
    }
    return all;
  }

  /** A map with some of these keys and no others. */
  Fields fields(String... allowed) throws ScenarioException {
    Map<String, Entry> all = map();
    List<String> known = Arrays.asList(allowed);
    for (Map.Entry<String, Entry> each : all.entrySet()) {
      if (!known.contains(each.getKey())) {
        throw each.getValue()
            .wrong("unknown key '" + each.getKey() + "'; allowed are " + String.join(", ", known));
      }
    }
    return new Fields(this, all);
  }

  /** The keys of a map. */
  record Fields(Entry owner, Map<String, Entry> all) {
    Optional<Entry> find(String key) {
      return Optional.ofNullable(all.get(key));
    }

    Entry need(String key) throws ScenarioException {
      if (all.containsKey(key)) {
        return all.get(key);
      }
      throw owner.wrong("'" + key + "' is missing in " + owner.key());
    }

    /**
     * One of an enum's values, as {@link #word} writes them; the usual one when it is not there.
     */
    <E extends Enum<E>> E choice(String key, E usual) throws ScenarioException {
      if (!all.containsKey(key)) {
        return usual;
      }
      Map<String, E> values = new LinkedHashMap<>();
      for (E each : usual.getDeclaringClass().getEnumConstants()) {
        values.put(word(each), each);
      }
      Entry entry = all.get(key);
      return entry.one(Optional.ofNullable(values.get(entry.text())), List.copyOf(values.keySet()));
    }

    String text(String key, String otherwise) throws ScenarioException {
      return all.containsKey(key) ? all.get(key).text() : otherwise;
    }
  }
}
