package mm.core.osgi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.Finding;
import mm.api.Rule;
import mm.core.registry.DriverTable;
import mm.spi.DriverCapability;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps driver bundles from resolving that could run code before their metadata was looked at: with
 * an activator, with components, or with dynamic imports (R6.7).
 *
 * <p>The veto takes away what such a bundle requires of the engine ({@code mm.notifier.core}) and
 * of the contract (package {@code mm.spi}). It does so in {@code filterMatches}, since Felix 7.0.5
 * applies {@code filterResolvable} to bundles that are resolved already.
 */
final class DriverVeto implements ResolverHookFactory, ResolverHook {
  private static final Logger LOG = LoggerFactory.getLogger(DriverVeto.class);
  private static final Map<String, String> FORBIDDEN =
      Map.of(
          Constants.BUNDLE_ACTIVATOR,
          "an activator",
          "Service-Component",
          "declarative services components",
          Constants.DYNAMICIMPORT_PACKAGE,
          "dynamic imports");
  private static final Set<String> CONTRACT = Set.of("mm.api", "mm.spi");

  private final DriverTable drivers;

  DriverVeto(DriverTable drivers) {
    this.drivers = drivers;
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    BundleRevision revision = requirement.getRevision();
    if (candidates.isEmpty() || !isDriver(revision) || !needsEngine(candidates)) {
      return;
    }
    Optional<Finding> reason = reason(revision);
    if (reason.isPresent()) {
      candidates.clear();
      refuse(revision, reason.get());
    }
  }

  private static boolean isDriver(BundleRevision revision) {
    return !revision.getDeclaredCapabilities(DriverCapability.NAMESPACE).isEmpty();
  }

  private static boolean needsEngine(Collection<BundleCapability> candidates) {
    return candidates.stream().anyMatch(DriverVeto::isEngine);
  }

  private static boolean isEngine(BundleCapability capability) {
    return capability.getNamespace().equals(BundleAdmission.ENGINE)
        || CONTRACT.contains(
            String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
  }

  /** Why such a bundle must not run, if it must not. */
  static Optional<Finding> reason(BundleRevision revision) {
    for (Map.Entry<String, String> each : FORBIDDEN.entrySet()) {
      if (revision.getBundle().getHeaders("").get(each.getKey()) != null) {
        return Optional.of(
            new Finding(
                Rule.R6_7,
                "The bundle has " + each.getValue() + " (header " + each.getKey() + ").",
                "Remove the header; the engine makes the driver from its service file."));
      }
    }
    return Optional.empty();
  }

  private void refuse(BundleRevision revision, Finding finding) {
    String origin = BundleAdmission.origin(revision.getBundle());
    for (BundleCapability each : revision.getDeclaredCapabilities(DriverCapability.NAMESPACE)) {
      Object id = each.getAttributes().get(DriverCapability.NAMESPACE);
      drivers.refuse(id == null ? origin : id.toString(), origin, List.of(finding));
    }
    LOG.warn("refused {}: {}", origin, finding);
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {}

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {}

  @Override
  public void end() {}
}
