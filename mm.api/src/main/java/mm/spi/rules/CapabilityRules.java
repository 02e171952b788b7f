package mm.spi.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PageHold;
import mm.spi.SubscriptionKind;

/**
 * Checks the attributes of one {@code mm.notifier.driver} capability (R1.3, R6.2, R6.3, R6.4,
 * R6.6).
 *
 * <p>Attributes are what a bundle wiring or a manifest parser gives: Strings, lists of Strings, and
 * a version object or a String for {@code version}. Pure and thread-safe.
 */
public final class CapabilityRules {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,9}(\\.\\d{1,9}(\\.\\d{1,9}(\\.[0-9A-Za-z_-]+)?)?)?");

  private final Map<String, ?> attributes;
  private final List<Finding> findings = new ArrayList<>();

  private CapabilityRules(Map<String, ?> attributes) {
    this.attributes = attributes;
  }

  /**
   * Checks and reads the attributes of a capability.
   *
   * @param attributes name to value
   * @return the capability, or what is wrong with it
   */
  public static CheckedCapability check(Map<String, ?> attributes) {
    return new CapabilityRules(attributes).check();
  }

  private CheckedCapability check() {
    unknown();
    String id = text(DriverCapability.NAMESPACE, ID, "lower-case letters, digits and dashes");
    String version = text("version", VERSION, "an OSGi version such as 1.0.0");
    MayBlock blocking = one("blocking", MayBlock.values());
    MayDecline failure = one("failure", MayDecline.values());
    MayAllocate allocation = one("allocation", MayAllocate.values());
    Set<SubscriptionKind> kinds = some("subscription", SubscriptionKind.values());
    Set<Callback> callbacks = some("callbacks", Callback.values());
    PageHold pages = one("pages", PageHold.values());
    String hardware = text("hardware", Pattern.compile("(?s).*\\S.*"), "some text");
    if (!findings.isEmpty()) {
      return new CheckedCapability.Wrong(findings);
    }
    combination(failure, kinds, callbacks);
    return findings.isEmpty()
        ? new CheckedCapability.Right(
            new DriverCapability(
                id, version, blocking, failure, allocation, kinds, callbacks, pages, hardware))
        : new CheckedCapability.Wrong(findings);
  }

  private void unknown() {
    Set<String> known = Set.copyOf(DriverAttributes.NAMES);
    for (String name : attributes.keySet()) {
      if (!known.contains(name)) {
        find(
            Rule.R6_3,
            "Attribute '" + name + "' is unknown.",
            "Remove it; known are " + String.join(", ", DriverAttributes.NAMES) + ".");
      }
    }
  }

  private String text(String name, Pattern shape, String allowed) {
    Object value = present(name);
    if (value == null) {
      return "";
    }
    String text = value instanceof List ? "" : value.toString();
    if (!shape.matcher(text).matches()) {
      wrong(name, value, allowed);
    }
    return text;
  }

  private <E extends Enum<E>> E one(String name, E[] allowed) {
    Object value = present(name);
    E found = value instanceof String ? find(allowed, (String) value) : null;
    if (value != null && found == null) {
      wrong(name, value, "one of " + texts(allowed));
    }
    return found;
  }

  private <E extends Enum<E>> Set<E> some(String name, E[] allowed) {
    Set<E> found = new LinkedHashSet<>();
    Object value = present(name);
    if (value == null) {
      return found;
    }
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    for (Object item : items) {
      E member = find(allowed, item.toString());
      if (member == null) {
        wrong(name, item, "a list of " + texts(allowed));
      } else if (!found.add(member)) {
        find(Rule.R6_4, "Attribute '" + name + "' names " + member + " twice.", "Name it once.");
      }
    }
    if (items.isEmpty()) {
      wrong(name, "()", "a list of at least one of " + texts(allowed));
    }
    return found;
  }

  private Object present(String name) {
    Object value = attributes.get(name);
    if (value == null) {
      find(
          Rule.R6_2,
          "Attribute '" + name + "' is missing.",
          "Declare it; an absent attribute makes every filter on it false.");
    }
    return value;
  }

  private void combination(
      MayDecline failure, Set<SubscriptionKind> kinds, Set<Callback> callbacks) {
    boolean ends = callbacks.contains(Callback.END);
    boolean declines = callbacks.contains(Callback.TRY_START);
    if (failure == MayDecline.WHEN_FORBIDDEN && ends
        || declines && ends && failure != MayDecline.OPPORTUNISTIC) {
      find(
          Rule.R1_3,
          "It can decline a start and has an end callback.",
          "Drop 'end' (refetch translations on next use), or do not decline.");
    }
    if (failure != MayDecline.NEVER && !declines && !callbacks.contains(Callback.INVALIDATE)) {
      find(
          Rule.R6_6,
          "failure=" + failure + " needs a callback that can decline.",
          "Implement try-start or invalidate, or declare failure=never.");
    }
    if (callbacks.contains(Callback.START) != ends && !declines) {
      find(
          Rule.R6_6, "Callbacks start and end come together.", "Declare both, or try-start alone.");
    }
    if (callbacks.contains(Callback.FLUSH_SECONDARY_TLB)
        && (callbacks.contains(Callback.START) || declines)) {
      find(
          Rule.R6_6,
          "flush-secondary-tlb does not go with start, try-start or end.",
          "A device that walks the CPU's tables needs the flush alone.");
    }
    kinds(kinds, callbacks);
  }

  private void kinds(Set<SubscriptionKind> declared, Set<Callback> callbacks) {
    Set<SubscriptionKind> needed = DriverAttributes.kindsOf(callbacks);
    if (!needed.equals(declared)) {
      find(
          Rule.R6_6,
          "subscription=" + declared + " does not fit the callbacks, which need " + needed + ".",
          "Declare subscription " + needed + ".");
    }
  }

  private static <E extends Enum<E>> E find(E[] allowed, String text) {
    for (E member : allowed) {
      if (member.toString().equals(text)) {
        return member;
      }
    }
    return null;
  }

  private static String texts(Object[] values) {
    return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
  }

  private void wrong(String name, Object value, String allowed) {
    find(
        Rule.R6_4,
        "Attribute '" + name + "' has the value '" + value + "'.",
        "It has to be " + allowed + ".");
  }

  private void find(Rule rule, String message, String mend) {
    findings.add(new Finding(rule, message, mend));
  }
}
