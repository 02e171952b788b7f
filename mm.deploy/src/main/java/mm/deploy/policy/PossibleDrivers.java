package mm.deploy.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mm.deploy.policy.FilterTerms.Term;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PageHold;
import mm.spi.SubscriptionKind;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import org.osgi.framework.Filter;
import org.osgi.framework.Version;

/**
 * Whether any driver that keeps the rules could match a filter: one that none can match contradicts
 * itself, or the rules.
 *
 * <p>Algorithm notes: what a filter does not name cannot decide, so only what it names is varied:
 * texts and versions take the constants that it has, and something before, between and after them;
 * all else takes every value there is. Callbacks, subscriptions and failure are taken together as
 * {@link CapabilityRules} allow them.
 */
final class PossibleDrivers {
  private final Filter filter;
  private final List<Term> terms;
  private final Map<String, Collection<?>> domains = new LinkedHashMap<>();

  private PossibleDrivers(Filter filter, Optional<Set<String>> ids) {
    this.filter = filter;
    terms = FilterTerms.of(filter);
    domain(DriverCapability.NAMESPACE, ids.orElseGet(this::ids));
    domain("version", versions());
    domain("blocking", names(MayBlock.values()));
    domain("allocation", names(MayAllocate.values()));
    domain("pages", names(PageHold.values()));
    domain("hardware", texts("hardware"));
  }

  /** Whether one could match that has one of these ids, or any if there is no list. */
  static boolean anyMatches(Filter filter, Optional<Set<String>> ids) {
    PossibleDrivers drivers = new PossibleDrivers(filter, ids);
    List<String> varied = List.copyOf(drivers.domains.keySet());
    return drivers.shapes().anyMatch(shape -> drivers.matches(new HashMap<>(shape), varied));
  }

  private boolean isNamed(String attribute) {
    return terms.stream().anyMatch(term -> term.attribute().equals(attribute));
  }

  private void domain(String attribute, Collection<?> values) {
    domains.put(attribute, isNamed(attribute) ? values : values.stream().limit(1).toList());
  }

  private static List<String> names(Enum<?>... values) {
    return Stream.of(values).map(Enum::toString).toList();
  }

  private List<String> constants(String attribute) {
    return terms.stream()
        .filter(term -> term.attribute().equals(attribute))
        .map(Term::constant)
        .toList();
  }

  private Set<String> ids() {
    Set<String> ids = texts(DriverCapability.NAMESPACE);
    constants(DriverCapability.NAMESPACE).forEach(each -> ids.add("a" + each));
    ids.removeIf(each -> !PolicyReader.ID.matcher(each).matches());
    return ids;
  }

  private Set<String> texts(String attribute) {
    Set<String> texts = new LinkedHashSet<>(List.of("a", "zz"));
    for (String each : constants(attribute)) {
      texts.addAll(List.of(each, each + "0"));
    }
    return texts;
  }

  private Set<Version> versions() {
    Set<Version> versions = new LinkedHashSet<>(List.of(Version.emptyVersion));
    versions.add(new Version(Integer.MAX_VALUE, 0, 0));
    for (String each : constants("version")) {
      try {
        Version version = Version.parseVersion(each);
        int major = version.getMajor();
        int minor = version.getMinor();
        versions.add(version);
        versions.add(new Version(major, minor, version.getMicro(), version.getQualifier() + "0"));
        versions.add(new Version(major, minor, version.getMicro() + 1));
      } catch (IllegalArgumentException e) {
        // Compared with no version, nothing is true.
      }
    }
    return versions;
  }

  /** What the rules allow, if the filter names something of it; else any one. */
  private Stream<Map<String, Object>> shapes() {
    boolean matters = Stream.of("failure", "subscription", "callbacks").anyMatch(this::isNamed);
    return matters ? Shapes.ALL.stream() : Shapes.ALL.stream().limit(1);
  }

  private boolean matches(Map<String, Object> driver, List<String> open) {
    if (open.isEmpty()) {
      return filter.matches(driver);
    }
    for (Object value : domains.get(open.get(0))) {
      driver.put(open.get(0), value);
      if (matches(driver, open.subList(1, open.size()))) {
        return true;
      }
    }
    return false;
  }

  /** Callbacks with the subscriptions that they need and every failure that goes with them. */
  private static final class Shapes {
    private static final List<Map<String, Object>> ALL = all();

    private static List<Map<String, Object>> all() {
      List<Map<String, Object>> all = new ArrayList<>();
      Callback[] callbacks = Callback.values();
      for (int some = 1; some < 1 << callbacks.length; some++) {
        Set<Callback> chosen = EnumSet.noneOf(Callback.class);
        for (Callback each : callbacks) {
          if ((some >> each.ordinal() & 1) == 1) {
            chosen.add(each);
          }
        }
        Stream.of(MayDecline.values())
            .map(failure -> shape(chosen, failure))
            .filter(Shapes::isRight)
            .forEach(all::add);
      }
      return all;
    }

    private static Map<String, Object> shape(Set<Callback> callbacks, MayDecline failure) {
      Set<SubscriptionKind> kinds = DriverAttributes.kindsOf(callbacks);
      return Map.of(
          "failure", failure.toString(),
          "callbacks", callbacks.stream().map(Callback::toString).toList(),
          "subscription", kinds.stream().map(SubscriptionKind::toString).toList());
    }

    private static boolean isRight(Map<String, Object> shape) {
      Map<String, Object> driver = new HashMap<>(shape);
      driver.put(DriverCapability.NAMESPACE, "a");
      driver.put("version", "1.0.0");
      driver.put("blocking", MayBlock.NEVER.toString());
      driver.put("allocation", MayAllocate.NEVER.toString());
      driver.put("pages", PageHold.UNPINNED.toString());
      driver.put("hardware", "a");
      return CapabilityRules.check(driver) instanceof CheckedCapability.Right;
    }
  }
}
