package mm.verify.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.api.Rule;
import mm.spi.DriverCapability;
import mm.verify.Place;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.jar.JarContents;
import mm.verify.jar.ServiceNames;

/** Which class stands for which capability (R6.5, R6.8), as the engine matches them. */
final class ServiceFileCheck {
  private static final String FILE = JarContents.SERVICE_FILE;

  private final Hierarchy classes;
  private final Map<String, DriverCapability> open;
  private final Hits hits;
  private final List<Subject> subjects = new ArrayList<>();

  private ServiceFileCheck(
      Hierarchy classes, Map<String, DriverCapability> capabilities, Hits hits) {
    this.classes = classes;
    this.open = new LinkedHashMap<>(capabilities);
    this.hits = hits;
  }

  /** The drivers whose classes were found. */
  static List<Subject> check(
      JarContents contents,
      Hierarchy classes,
      Map<String, DriverCapability> capabilities,
      Hits hits) {
    ServiceFileCheck check = new ServiceFileCheck(classes, capabilities, hits);
    int before = hits.size();
    ServiceNames.parse(contents.bytes(FILE).orElse(new byte[0])).forEach(check::match);
    if (hits.size() == before) {
      check.open.keySet().forEach(check::unnamed);
    }
    return check.subjects;
  }

  private void match(String name) {
    Optional<ClassFile> type = classes.inBundle(name.replace('.', '/'));
    if (type.isEmpty()) {
      hits.error(
          Rule.R6_8,
          Place.of(FILE),
          "It names " + name + ", which is not in the bundle.",
          "Put the class into the bundle, or correct its name.");
    } else if (type.get().driverInfo() == null) {
      unmatched(type.get(), "carries no @DriverInfo");
    } else {
      match(type.get(), String.valueOf(type.get().driverInfo().get("id")));
    }
  }

  private void match(ClassFile type, String id) {
    DriverCapability capability = open.remove(id);
    if (capability == null) {
      unmatched(type, "says that its id is " + id + ", for which no capability is left");
    } else {
      subjects.add(new Subject(capability, type));
    }
  }

  private void unmatched(ClassFile type, String why) {
    hits.error(
        Rule.R6_5,
        Place.of(type),
        type.name().replace('/', '.') + " " + why + ".",
        "Let bnd generate one capability per driver class from its annotation.");
  }

  private void unnamed(String id) {
    hits.error(
        Rule.R6_8,
        Place.of(FILE),
        "No class in " + FILE + " stands for the declared driver " + id + ".",
        "Name the driver class there.");
  }
}
