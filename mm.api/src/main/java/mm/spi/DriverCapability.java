package mm.spi;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a driver declares: the attributes of its {@code mm.notifier.driver} capability.
 *
 * @param id attribute {@code mm.notifier.driver}
 * @param version attribute {@code version}, an OSGi version
 * @param blocking attribute {@code blocking}
 * @param failure attribute {@code failure}
 * @param allocation attribute {@code allocation}
 * @param subscriptions attribute {@code subscription}
 * @param callbacks attribute {@code callbacks}
 * @param pages attribute {@code pages}
 * @param hardware attribute {@code hardware}, free text
 */
public record DriverCapability(
    String id,
    String version,
    MayBlock blocking,
    MayDecline failure,
    MayAllocate allocation,
    Set<SubscriptionKind> subscriptions,
    Set<Callback> callbacks,
    PageHold pages,
    String hardware) {
  /** The capability's namespace. */
  public static final String NAMESPACE = "mm.notifier.driver";

  /**
   * Copies the sets, in declaration order of their enums.
   *
   * @param id attribute {@code mm.notifier.driver}
   * @param version attribute {@code version}, an OSGi version
   * @param blocking attribute {@code blocking}
   * @param failure attribute {@code failure}
   * @param allocation attribute {@code allocation}
   * @param subscriptions attribute {@code subscription}
   * @param callbacks attribute {@code callbacks}
   * @param pages attribute {@code pages}
   * @param hardware attribute {@code hardware}, free text
   */
  public DriverCapability {
    subscriptions = copy(SubscriptionKind.class, subscriptions);
    callbacks = copy(Callback.class, callbacks);
  }

  private static <E extends Enum<E>> Set<E> copy(Class<E> type, Collection<E> values) {
    EnumSet<E> copy = EnumSet.noneOf(type);
    copy.addAll(values);
    return java.util.Collections.unmodifiableSet(copy);
  }

  /**
   * What its subscribers declare.
   *
   * @return the part that matters to dispatch
   */
  public Declaration declaration() {
    return new Declaration(id, blocking, failure, allocation);
  }

  /**
   * The attributes as they stand in a manifest, in the documented order; values are Strings and
   * lists of Strings.
   *
   * @return a new map
   */
  public Map<String, Object> attributes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(NAMESPACE, id);
    map.put("version", version);
    map.put("blocking", blocking.toString());
    map.put("failure", failure.toString());
    map.put("allocation", allocation.toString());
    map.put("subscription", texts(subscriptions));
    map.put("callbacks", texts(callbacks));
    map.put("pages", pages.toString());
    map.put("hardware", hardware);
    return map;
  }

  private static List<String> texts(Collection<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}
