package mm.core.osgi;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.api.Admission;
import mm.api.Finding;
import mm.api.Rule;
import mm.core.registry.DriverTable;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admission of one driver bundle, in the order that keeps unchecked code from running: all its
 * capabilities, then its service file, then its classes (loaded, not initialised), then instances.
 * Up to the classes a bundle counts as a whole: one fault refuses all its drivers.
 */
final class BundleAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(BundleAdmission.class);

  /** What a driver bundle requires of its engine, and the engine's bundle provides. */
  static final String ENGINE = "mm.notifier.core";

  private final Bundle bundle;
  private final DriverTable drivers;
  private final BundleRevision engine;
  private final List<Finding> findings = new ArrayList<>();
  private String firstId;

  BundleAdmission(Bundle bundle, DriverTable drivers, BundleRevision engine) {
    this.bundle = bundle;
    this.drivers = drivers;
    this.engine = engine;
  }

  /** How a bundle is named in messages and lists. */
  static String origin(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  void admit(List<BundleCapability> declared) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    DriverVeto.reason(revision).ifPresent(findings::add); // it may have resolved without an engine
    revision.getDeclaredRequirements(ENGINE).forEach(this::check);
    Map<String, DriverCapability> capabilities = check(declared);
    Map<DriverCapability, Class<?>> classes = findings.isEmpty() ? load(capabilities) : Map.of();
    if (!findings.isEmpty()) {
      refuse();
      return;
    }
    classes.forEach(this::admit);
  }

  /** The framework does not look at a requirement that is effective later than its resolving. */
  private void check(BundleRequirement wanted) {
    List<BundleCapability> offered = engine.getDeclaredCapabilities(ENGINE);
    if (offered.stream().noneMatch(wanted::matches)) {
      find(
          Rule.R6_14,
          "The bundle is for another engine: it requires "
              + wanted.getDirectives().get("filter")
              + " of "
              + ENGINE
              + ", and here is "
              + offered.stream().map(each -> each.getAttributes().toString()).toList()
              + ".",
          "Build it against the contract of this engine.");
    }
  }

  private Map<String, DriverCapability> check(List<BundleCapability> declared) {
    Map<String, DriverCapability> capabilities = new LinkedHashMap<>();
    if (declared.isEmpty()) {
      find(
          Rule.R6_1,
          "The bundle names a driver in "
              + ServiceFile.PATH
              + " but has no "
              + DriverCapability.NAMESPACE
              + " capability.",
          "Annotate the driver class with @DriverInfo and let bnd write the manifest.");
    }
    for (BundleCapability each : declared) {
      Object id = each.getAttributes().get(DriverCapability.NAMESPACE);
      firstId = firstId == null && id != null ? id.toString() : firstId;
      CheckedCapability checked = CapabilityRules.check(each.getAttributes());
      if (checked instanceof CheckedCapability.Wrong wrong) {
        findings.addAll(wrong.findings());
      } else if (checked instanceof CheckedCapability.Right right
          && capabilities.put(right.capability().id(), right.capability()) != null) {
        find(
            Rule.R6_1,
            "The bundle has two capabilities for the driver " + right.capability().id() + ".",
            "Provide one per driver class.");
      }
    }
    return capabilities;
  }

  private Map<DriverCapability, Class<?>> load(Map<String, DriverCapability> capabilities) {
    Map<DriverCapability, Class<?>> classes = new LinkedHashMap<>();
    Set<String> open = new HashSet<>(capabilities.keySet());
    for (String name : classNames()) {
      Class<?> type = load(name);
      DriverInfo info = type == null ? null : type.getAnnotation(DriverInfo.class);
      if (info != null && open.remove(info.id())) {
        classes.put(capabilities.get(info.id()), type);
      } else if (type != null) {
        find(
            Rule.R6_5,
            name
                + (info == null
                    ? " carries no @DriverInfo."
                    : " says that its id is " + info.id() + ", for which no capability is left."),
            "Let bnd generate one capability per driver class from its annotation.");
      }
    }
    for (String id : findings.isEmpty() ? open : Set.<String>of()) {
      find(
          Rule.R6_8,
          "No class in " + ServiceFile.PATH + " stands for the declared driver " + id + ".",
          "Name the driver class there.");
    }
    return classes;
  }

  private List<String> classNames() {
    try {
      return ServiceFile.read(bundle);
    } catch (IOException e) {
      find(Rule.R6_8, ServiceFile.PATH + " cannot be read: " + e + ".", "Build the jar again.");
      return List.of();
    }
  }

  private Class<?> load(String name) {
    try {
      return bundle.loadClass(name);
    } catch (ClassNotFoundException | LinkageError e) {
      find(
          Rule.R6_8,
          ServiceFile.PATH + " names " + name + ", which cannot be loaded: " + e + ".",
          "Put the class into the bundle and import what it needs.");
      return null;
    }
  }

  private void admit(DriverCapability capability, Class<?> type) {
    NotifierDriver[] made = new NotifierDriver[1];
    Admission outcome =
        drivers.admit(capability, type, () -> made[0] = instance(type), origin(bundle));
    if (outcome instanceof Admission.Refused refused) {
      LOG.warn("refused {}: {}", origin(bundle), refused.findings());
    } else {
      LOG.info("admitted {} from {}", capability.id(), origin(bundle));
      drivers.whenInCharge(capability.id(), origin(bundle), () -> publish(capability, made[0]));
    }
  }

  private static NotifierDriver instance(Class<?> type) {
    try {
      return (NotifierDriver) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For others to see; in the name of the driver's bundle, so that it goes with it. */
  private void publish(DriverCapability capability, NotifierDriver driver) {
    Dictionary<String, Object> properties = new Hashtable<>();
    capability.attributes().forEach(properties::put);
    BundleContext context = bundle.getBundleContext();
    if (context != null) { // else it stops at this very moment, and is forgotten in a moment
      context.registerService(NotifierDriver.class, driver, properties);
    }
  }

  private void refuse() {
    drivers.refuse(firstId == null ? origin(bundle) : firstId, origin(bundle), findings);
    LOG.warn("refused {}: {}", origin(bundle), findings);
  }

  private void find(Rule rule, String message, String mend) {
    findings.add(new Finding(rule, message, mend));
  }
}
