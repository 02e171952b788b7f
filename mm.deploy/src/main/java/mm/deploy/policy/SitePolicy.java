package mm.deploy.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.DriverPolicy;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.DriverCapability;
import org.osgi.framework.Filter;
import org.osgi.framework.Version;

/**
 * A policy as it was configured. A driver has to satisfy everything that is configured; what cannot
 * be looked at is not satisfied.
 *
 * @param allow what it has to declare
 * @param ids which drivers
 * @param hashes from which jars
 * @param signers vouched for by whom
 * @param onViolation what becomes of one that breaks its word
 * @param jars where their jars are
 */
record SitePolicy(
    Optional<Filter> allow,
    Optional<Set<String>> ids,
    Optional<Set<String>> hashes,
    Optional<Set<String>> signers,
    Reaction onViolation,
    DriverJars jars)
    implements DriverPolicy {
  /** Welcomes nobody: in force when the first policy that was configured cannot be followed. */
  static final DriverPolicy CLOSED =
      new DriverPolicy() {
        @Override
        public List<Finding> judge(DriverCapability declared, String origin) {
          return List.of(
              new Finding(
                  Rule.R6_22,
                  "The configured policy cannot be followed, and there was none before it.",
                  "Correct the configuration mm.policy; the log says what is wrong with it."));
        }

        @Override
        public Reaction reaction(Violation violation) {
          return Reaction.REPORT;
        }
      };

  @Override
  public List<Finding> judge(DriverCapability declared, String origin) {
    List<Finding> findings = new ArrayList<>();
    allow
        .filter(filter -> !filter.matches(attributes(declared)))
        .ifPresent(filter -> refuse(findings, declared.id() + " does not match " + filter + "."));
    ids.filter(list -> !list.contains(declared.id()))
        .ifPresent(list -> refuse(findings, declared.id() + " is not in the list of ids."));
    if (hashes.isPresent() || signers.isPresent()) {
      judge(origin, findings);
    }
    return findings;
  }

  private static Map<String, Object> attributes(DriverCapability declared) {
    Map<String, Object> attributes = new HashMap<>(declared.attributes());
    attributes.put("version", new Version(declared.version())); // ordered, other than its text
    return attributes;
  }

  private void judge(String origin, List<Finding> findings) {
    Optional<Path> jar = jars.of(origin);
    if (jar.isEmpty()) {
      refuse(findings, "The jar that " + origin + " runs from cannot be read.");
      return;
    }
    try {
      judge(origin, jar.get(), findings);
    } catch (IOException e) {
      refuse(findings, "The jar of " + origin + " cannot be trusted: " + e.getMessage() + ".");
    }
  }

  private void judge(String origin, Path jar, List<Finding> findings) throws IOException {
    if (hashes.isPresent()) {
      String hash = Fingerprints.ofFile(jar);
      if (!hashes.get().contains(hash)) {
        refuse(findings, "The jar of " + origin + ", SHA-256 " + hash + ", is not in the list.");
      }
    }
    if (signers.isPresent() && Collections.disjoint(signers.get(), Fingerprints.signersOf(jar))) {
      refuse(
          findings, "The jar of " + origin + " is not signed as a whole by anybody in the list.");
    }
  }

  private static void refuse(List<Finding> findings, String message) {
    findings.add(new Finding(Rule.R6_22, message, "Deploy another driver, or change the policy."));
  }

  @Override
  public Reaction reaction(Violation violation) {
    return onViolation;
  }
}
