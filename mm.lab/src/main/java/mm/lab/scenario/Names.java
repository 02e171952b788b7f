package mm.lab.scenario;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mm.lab.rules.Switch;

/** What the names of a scenario stand for. */
final class Names {
  final Set<String> spaces = new LinkedHashSet<>();
  final Set<String> forks = new LinkedHashSet<>();
  final Set<String> drivers = new LinkedHashSet<>();
  final Set<String> variants = new LinkedHashSet<>();

  /** Where a driver is named that a swap brings. */
  final Map<String, Entry> swappedIn = new LinkedHashMap<>();

  boolean reaps;

  static List<String> switches() {
    return Stream.of(Switch.values()).map(Switch::key).toList();
  }

  static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
