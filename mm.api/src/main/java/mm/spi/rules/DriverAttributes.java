package mm.spi.rules;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.SubscriptionKind;

/** The attributes of the capability, and how the annotation maps to them. */
public final class DriverAttributes {
  /** All attribute names, in the documented order; all are mandatory. */
  public static final List<String> NAMES =
      List.of(
          DriverCapability.NAMESPACE,
          "version",
          "blocking",
          "failure",
          "allocation",
          "subscription",
          "callbacks",
          "pages",
          "hardware");

  private DriverAttributes() {}

  /**
   * The attributes that an annotation stands for.
   *
   * @param info the annotation
   * @return name to value, as in a manifest
   */
  public static Map<String, Object> of(DriverInfo info) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(DriverCapability.NAMESPACE, info.id());
    map.put("version", info.version());
    map.put("blocking", info.blocking());
    map.put("failure", info.failure());
    map.put("allocation", info.allocation());
    map.put("subscription", List.of(info.subscription()));
    map.put("callbacks", List.of(info.callbacks()));
    map.put("pages", info.pages());
    map.put("hardware", info.hardware());
    return map;
  }

  /**
   * The subscriptions that some callbacks need. A release comes with whatever else there is, and
   * makes a list subscription only when there is nothing else.
   *
   * @param callbacks the callbacks
   * @return the kinds
   */
  public static Set<SubscriptionKind> kindsOf(Collection<Callback> callbacks) {
    EnumSet<SubscriptionKind> kinds = EnumSet.noneOf(SubscriptionKind.class);
    for (Callback callback : callbacks) {
      if (callback != Callback.RELEASE) {
        kinds.add(callback.kind());
      }
    }
    if (callbacks.contains(Callback.RELEASE) && !kinds.contains(SubscriptionKind.SECONDARY_TLB)) {
      kinds.add(SubscriptionKind.LIST);
    }
    return kinds;
  }
}
