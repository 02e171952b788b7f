package mm.verify.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mm.api.Rule;
import mm.verify.Place;
import mm.verify.code.ClassFile;
import mm.verify.jar.Clause;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Where the contract comes from (R6.14): by import, in a range that holds what it was made for. */
final class ImportCheck {
  private static final List<String> CONTRACT = List.of("mm.api", "mm.spi", "mm.spi.rules");
  private static final Map<String, Version> VERSIONS = versions();
  private static final Place PLACE = Place.of("Import-Package");

  private final BundleManifest manifest;
  private final List<ClassFile> classes;
  private final Hits hits;

  private ImportCheck(BundleManifest manifest, List<ClassFile> classes, Hits hits) {
    this.manifest = manifest;
    this.classes = classes;
    this.hits = hits;
  }

  private static Map<String, Version> versions() {
    Map<String, Version> versions = new TreeMap<>();
    CONTRACT.forEach(name -> versions.put(name, ContractVersion.of(name)));
    return versions;
  }

  static void check(BundleManifest manifest, List<ClassFile> classes, Hits hits) {
    ImportCheck check = new ImportCheck(manifest, classes, hits);
    CONTRACT.forEach(check::check);
  }

  private void check(String name) {
    Optional<ClassFile> copy =
        classes.stream().filter(file -> packageOf(file.name()).equals(name)).findFirst();
    if (copy.isPresent()) {
      wrong(
          Place.of(copy.get()),
          "The bundle has classes of " + name + " of its own.",
          "Leave them out; the engine knows only those that it exports.");
    } else if (isUsed(name)) {
      used(name);
    }
  }

  private boolean isUsed(String name) {
    String prefix = name.replace('.', '/') + "/";
    return classes.stream()
        .flatMap(file -> file.mentions().stream())
        .anyMatch(each -> each.startsWith(prefix) && each.lastIndexOf('/') < prefix.length());
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('/'))).replace('/', '.');
  }

  private void used(String name) {
    Optional<Clause> found =
        manifest.imports().stream().filter(each -> each.paths().contains(name)).findFirst();
    if (found.isEmpty()) {
      wrong(PLACE, "It uses " + name + " and does not import it.", mend(name));
    } else if ("optional".equals(found.get().directives().get("resolution"))) {
      wrong(PLACE, "It uses " + name + " and imports it only if it is there.", mend(name));
    } else {
      range(name, found.get().attribute("version", "0"));
    }
  }

  private void range(String name, String text) {
    try {
      VersionRange range = new VersionRange(text);
      if (!range.includes(VERSIONS.get(name))) {
        wrong(PLACE, name + " " + VERSIONS.get(name) + " is not in " + text + ".", mend(name));
      } else if (!endsBefore(range, nextMajor(name))) {
        wrong(PLACE, "It imports " + name + " " + text + " without an upper end.", mend(name));
      }
    } catch (IllegalArgumentException e) {
      wrong(PLACE, "The version '" + text + "' of " + name + " is no range.", mend(name));
    }
  }

  private static Version nextMajor(String name) {
    return new Version(VERSIONS.get(name).getMajor() + 1, 0, 0);
  }

  private static boolean endsBefore(VersionRange range, Version end) {
    if (range.getRight() == null) {
      return false;
    }
    int order = range.getRight().compareTo(end);
    return order < 0 || order == 0 && range.getRightType() == VersionRange.RIGHT_OPEN;
  }

  private static String mend(String name) {
    Version version = VERSIONS.get(name);
    return "Import %s;version=\"[%d.%d,%d)\", or let bnd do it."
        .formatted(name, version.getMajor(), version.getMinor(), version.getMajor() + 1);
  }

  private void wrong(Place place, String message, String mend) {
    hits.error(Rule.R6_14, place, message, mend);
  }
}
