package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * docs/drivers.md is made here, from what the bundles of the distribution declare: as they are
 * wired in Felix, not as somebody remembers them. When it is no longer true the test fails and
 * leaves the true one beside it, in mm.it/target/drivers.md.
 */
class DriversPageIT {
  private static final Path PAGE = Path.of("../docs/drivers.md");

  /** What no capability says: where the translations are, and the versions that are followed. */
  private record Inside(String structure, String era) {}

  /** The class that stands first has to be in the driver's bundle. */
  private static final Map<String, Inside> INSIDE =
      Map.of(
          "amd-iommu", new Inside("`Iotlb`: sets of 4 entries, of one device", "5.15"),
          "gru", new Inside("`GruTlb`: sets of 4 entries, of two chiplets", "5.12"),
          "hfi1", new Inside("`PinnedPages`: hash table in order of use", "6.2"),
          "hmm", new Inside("`Mirror`: sorted map of pages", "5.15"),
          "i915", new Inside("`UserObject`: 16 pages, in a map sorted by address", "5.4 to 6.x"),
          "intel-svm", new Inside("`Iotlb`: sets of 4 entries, of two devices", "5.15"),
          "kvm", new Inside("`ShadowPages`: sorted blocks of 64 entries", "5.14 to 6.0"),
          "nouveau", new Inside("`GpuPageTable`: sorted map of pages", "5.15"));

  @TempDir Path storage;

  @Test
  void shouldSayWhatTheBundlesDeclare() throws Exception {
    String page = page();
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("drivers.md"), page);
    assertEquals(
        page,
        Files.readString(PAGE),
        "docs/drivers.md is out of date: copy mm.it/target/drivers.md over it");
  }

  private String page() throws Exception {
    Map<String, String> rows = new TreeMap<>();
    try (Felix felix = Felix.distribution(storage)) {
      for (Map<String, Object> each : felix.drivers()) {
        assertEquals("ADMITTED", each.get("state"), each::toString);
        String bundle = each.get("bundle").toString().split(" ")[0];
        rows.put(each.get("id").toString(), row(each, felix.bundle(bundle)));
      }
    }
    assertTrue(rows.size() > 5, "vacuous: " + rows);
    return HEAD + String.join("", rows.values()) + FOOT;
  }

  private static String row(Map<String, Object> driver, Bundle bundle) throws Exception {
    String id = driver.get("id").toString();
    String name = bundle.getSymbolicName();
    Inside inside = INSIDE.get(id);
    assertNotNull(inside, "say in INSIDE what the driver " + id + " keeps its translations in");
    String type = name.replace('.', '/') + "/" + inside.structure.split("`")[1] + ".class";
    assertNotNull(bundle.getEntry(type), () -> name + " has no " + type);
    Map<?, ?> declared = (Map<?, ?>) driver.get("capability");
    List<?> callbacks = (List<?>) declared.get("callbacks");
    return "| "
        + String.join(
            " | ",
            "[" + id + "](../" + name + "/README.md)",
            driver.get("version").toString(),
            listed(declared.get("subscription")),
            declared.get("blocking").equals("never") ? "no" : "where allowed",
            declared.get("failure").equals("never") ? "no" : "where waiting is forbidden",
            callbacks.contains("end") ? "yes" : "no",
            declared.get("pages").equals("pinned") ? "yes" : "no",
            listed(callbacks),
            inside.structure,
            handsOver(bundle, classes(bundle, name)) ? "yes" : "no",
            inside.era)
        + " |\n";
  }

  /** Whether a device of the bundle does, which no capability tells. */
  private static boolean handsOver(Bundle bundle, List<String> classes) throws Exception {
    for (String each : classes) {
      Class<?> type = bundle.loadClass(each);
      if (!type.isInterface() && bundle.loadClass("mm.spi.HandOver").isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> classes(Bundle bundle, String name) {
    return Collections.list(bundle.findEntries(name.replace('.', '/'), "*.class", true)).stream()
        .map(each -> each.getPath().substring(1).replace(".class", "").replace('/', '.'))
        .filter(each -> !each.endsWith("package-info"))
        .toList();
  }

  private static String listed(Object values) {
    return ((List<?>) values).stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static final String HEAD =
      """
      # The drivers

      Made by a test from the capabilities of the bundles in the distribution, as Felix wires them
      (`DriversPageIT`); the build fails when a bundle and this page differ. What the columns mean is
      said in [metadata.md](metadata.md), what each driver is in its README.

      | driver | version | kind | may block | can decline | uses end | pins | callbacks | structure | hands over | era (Linux) |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private static final String FOOT =
      """

      *Structure* is where the driver keeps its translations; the class named is in the bundle. One
      that *hands over* gives what it holds to the version that succeeds it in a swap; the others
      start cold. A driver that uses the end cannot decline (R1.3). One that does not pin depends on
      being told before a page goes (R1.4).
      """;
}
