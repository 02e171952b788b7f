package mm.deploy.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.api.DriverPolicy.Reaction;
import mm.deploy.policy.FilterTerms.Term;
import mm.spi.rules.DriverAttributes;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Reads a policy from a configuration. What is unknown, misspelt or can never be fulfilled is
 * refused: nobody should believe in a policy that does not do what it says.
 */
final class PolicyReader {
  static final String ALLOW = "allow";
  static final String IDS = "idAllowList";
  static final String HASHES = "sha256AllowList";
  static final String SIGNERS = "signerAllowList";
  static final String REACTION = "reaction";

  private static final List<String> KEYS = List.of(ALLOW, IDS, HASHES, SIGNERS, REACTION);

  static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, ?> values;

  private PolicyReader(Map<String, ?> values) {
    this.values = values;
  }

  static SitePolicy read(Map<String, ?> values, DriverJars jars) throws UnusablePolicyException {
    return new PolicyReader(values).read(jars);
  }

  private SitePolicy read(DriverJars jars) throws UnusablePolicyException {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw new UnusablePolicyException(key, "unknown; there are " + String.join(", ", KEYS));
      }
    }
    Optional<Set<String>> ids = list(IDS, ID, "a driver's id");
    Optional<Filter> filter = filter();
    if (filter.isPresent()) {
      refuseContradiction(filter.get(), ids);
    }
    return new SitePolicy(
        filter,
        ids,
        list(HASHES, HASH, "64 hexadecimal digits"),
        list(SIGNERS, HASH, "64 hexadecimal digits"),
        reaction(),
        jars);
  }

  private Optional<Filter> filter() throws UnusablePolicyException {
    Optional<String> text = text(ALLOW);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Filter filter = filter(text.get());
    refuseUnknown(filter);
    return Optional.of(filter);
  }

  /** What no driver may declare no driver can match; or every one, where it is negated. */
  private static void refuseUnknown(Filter filter) throws UnusablePolicyException {
    Set<String> named =
        FilterTerms.of(filter).stream().map(Term::attribute).collect(Collectors.toSet());
    named.removeAll(DriverAttributes.NAMES);
    if (!named.isEmpty()) {
      throw new UnusablePolicyException(
          ALLOW,
          "no driver declares "
              + named
              + "; there are "
              + String.join(", ", DriverAttributes.NAMES));
    }
  }

  /** A policy that welcomes nobody was meant otherwise; so was a word that nobody says. */
  private static void refuseContradiction(Filter filter, Optional<Set<String>> ids)
      throws UnusablePolicyException {
    for (Term term : FilterTerms.of(filter)) {
      if (!PossibleDrivers.anyMatches(filter(term.text()), Optional.empty())) {
        throw new UnusablePolicyException(ALLOW, "no driver can declare " + term.text());
      }
    }
    if (!PossibleDrivers.anyMatches(filter, Optional.empty())) {
      throw new UnusablePolicyException(
          ALLOW, "it contradicts itself, or the rules: no driver can match " + filter);
    }
    if (!PossibleDrivers.anyMatches(filter, ids)) {
      throw new UnusablePolicyException(
          ALLOW,
          "it contradicts " + IDS + ": no driver can match " + filter + " and be of " + ids.get());
    }
  }

  private static Filter filter(String text) throws UnusablePolicyException {
    try {
      return FrameworkUtil.createFilter(text);
    } catch (InvalidSyntaxException e) {
      throw new UnusablePolicyException(ALLOW, "no filter of OSGi: " + e.getMessage());
    }
  }

  private Reaction reaction() throws UnusablePolicyException {
    String text = text(REACTION).orElse("report");
    return Stream.of(Reaction.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusablePolicyException(
                    REACTION, "'" + text + "' is none of report, quarantine, stop"));
  }

  private Optional<String> text(String key) throws UnusablePolicyException {
    Object value = values.get(key);
    if (value != null && !(value instanceof String)) {
      throw new UnusablePolicyException(key, "it has to be one text");
    }
    return Optional.ofNullable((String) value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** A list that is there and empty welcomes nobody: that is not what anybody meant. */
  private Optional<Set<String>> list(String key, Pattern shape, String what)
      throws UnusablePolicyException {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Set<String> items = new HashSet<>();
    for (Object each : items(value)) {
      String item = each.toString().strip().toLowerCase(Locale.ROOT);
      if (!shape.matcher(item).matches()) {
        throw new UnusablePolicyException(key, "'" + each + "' is not " + what);
      }
      items.add(item);
    }
    if (items.isEmpty()) {
      throw new UnusablePolicyException(
          key, "an empty list would refuse every driver; leave it out");
    }
    return Optional.of(Set.copyOf(items));
  }

  private static Collection<?> items(Object value) {
    if (value instanceof Collection<?> many) {
      return many;
    }
    if (value instanceof Object[] array) {
      return Arrays.asList(array);
    }
    return Stream.of(value.toString().split(",")).filter(text -> !text.isBlank()).toList();
  }
}
