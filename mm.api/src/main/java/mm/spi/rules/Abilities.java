package mm.spi.rules;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.spi.AgingNotifier;
import mm.spi.Callback;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/** Which ability interface brings which callbacks. Pure and thread-safe. */
public final class Abilities {
  private static final Map<Class<?>, List<Callback>> CALLBACKS =
      Map.of(
          Notifier.class, List.of(Callback.RELEASE),
          PairedNotifier.class, List.of(Callback.START, Callback.END),
          DecliningNotifier.class, List.of(Callback.TRY_START),
          OpportunisticNotifier.class, List.of(Callback.TRY_START, Callback.END),
          IntervalNotifier.class, List.of(Callback.INVALIDATE),
          SecondaryTlbNotifier.class, List.of(Callback.FLUSH_SECONDARY_TLB),
          AgingNotifier.class,
              List.of(Callback.CLEAR_FLUSH_YOUNG, Callback.CLEAR_YOUNG, Callback.TEST_YOUNG),
          PteChangeNotifier.class, List.of(Callback.CHANGE_PTE));

  private Abilities() {}

  /**
   * The callbacks that classes implement, inherited ones included.
   *
   * @param classes notifier classes
   * @return their callbacks
   */
  public static Set<Callback> of(Collection<Class<?>> classes) {
    EnumSet<Callback> found = EnumSet.noneOf(Callback.class);
    CALLBACKS.forEach(
        (ability, callbacks) -> {
          if (classes.stream().anyMatch(ability::isAssignableFrom)) {
            found.addAll(callbacks);
          }
        });
    return found;
  }

  /**
   * The callbacks of an ability interface, by its name; for tools that load no class.
   *
   * @param interfaceName the interface's binary name
   * @return its own callbacks, empty for any other name
   */
  public static List<Callback> of(String interfaceName) {
    for (Map.Entry<Class<?>, List<Callback>> entry : CALLBACKS.entrySet()) {
      if (entry.getKey().getName().equals(interfaceName)) {
        return entry.getValue();
      }
    }
    return List.of();
  }
}
