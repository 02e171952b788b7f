package mm.verify.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.DriverCapability;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.jar.Clause;
import mm.verify.jar.JarContents;

/** The capabilities of a bundle, each by itself (R6.1 to R6.4, R6.6, R1.3). */
final class CapabilityCheck {
  private static final Place PLACE = Place.of("Provide-Capability");

  /** Types as docs/contract.md lists them; a filter compares values by their type. */
  private static final Map<String, String> TYPES =
      Map.of("version", "Version", "subscription", "List<String>", "callbacks", "List<String>");

  /** Drivers of one bundle; the calls of each are followed. */
  private static final int MOST = 100;

  private final Hits hits;
  private final Map<String, DriverCapability> right = new LinkedHashMap<>();

  private CapabilityCheck(Hits hits) {
    this.hits = hits;
  }

  /** The capabilities that are right, by the driver's id. */
  static Map<String, DriverCapability> check(BundleManifest manifest, Hits hits) {
    CapabilityCheck check = new CapabilityCheck(hits);
    List<Clause> declared = manifest.capabilities(DriverCapability.NAMESPACE);
    declared.stream().limit(MOST).forEach(check::check);
    if (declared.size() > MOST) {
      hits.error(
          Rule.R6_13,
          PLACE,
          "The bundle has more than " + MOST + " drivers.",
          "Make several bundles of it.");
    }
    if (declared.isEmpty()) {
      hits.error(
          Rule.R6_1,
          PLACE,
          "The bundle has a driver class or names one in "
              + JarContents.SERVICE_FILE
              + ", but has no "
              + DriverCapability.NAMESPACE
              + " capability.",
          "Annotate the driver class with @DriverInfo and let bnd write the manifest.");
    }
    return check.right;
  }

  private void check(Clause clause) {
    int before = hits.size();
    String id = clause.attribute(DriverCapability.NAMESPACE, "");
    CheckedCapability checked = CapabilityRules.check(clause.attributes());
    if (checked instanceof CheckedCapability.Wrong wrong) {
      causes(wrong.findings()).forEach(each -> hits.add(id, Severity.ERROR, PLACE, each));
    } else if (checked instanceof CheckedCapability.Right ok) {
      TYPES.forEach((name, type) -> type(id, clause, name, type));
      effective(clause);
      if (hits.size() == before) {
        enter(ok.capability());
      }
    }
  }

  /** Who declines and ends cannot but have callbacks that do not fit: that is one fault. */
  private static List<Finding> causes(List<Finding> findings) {
    boolean both = findings.stream().anyMatch(finding -> finding.rule() == Rule.R1_3);
    return findings.stream().filter(each -> !both || each.rule() != Rule.R6_6).toList();
  }

  private void type(String id, Clause clause, String name, String type) {
    String written = clause.types().get(name);
    boolean list = type.startsWith("List") && clause.attributes().get(name) instanceof List;
    if (!list && !type.equals(written)) {
      Finding finding =
          new Finding(
              Rule.R6_4,
              "Attribute '" + name + "' is not of type " + type + ".",
              "Write " + name + ":" + type + "=..., or let bnd do it.");
      hits.add(id, Severity.ERROR, PLACE, finding);
    }
  }

  private void effective(Clause clause) {
    if (!clause.directives().getOrDefault("effective", "resolve").equals("resolve")) {
      hits.error(
          Rule.R6_1,
          PLACE,
          "The capability is not effective when the bundle resolves, so no framework shows it.",
          "Remove the directive effective.");
    }
  }

  private void enter(DriverCapability capability) {
    if (right.put(capability.id(), capability) != null) {
      hits.error(
          Rule.R6_1,
          PLACE,
          "The bundle has two capabilities for the driver " + capability.id() + ".",
          "Provide one per driver class.");
    }
  }
}
