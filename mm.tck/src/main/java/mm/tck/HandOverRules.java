package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.HandOver;
import org.junit.jupiter.api.Test;

/** Handing over what is held to a successor, for devices that do. */
interface HandOverRules extends Trial {
  private Rig rigOfOneThatHandsOver() {
    Rig rig = subject().rig(Footing.RESISTS_COLLISIONS, Footing.STARTS_EMPTY);
    subject()
        .assumeThat(rig.device instanceof HandOver, "it hands nothing over; successors start cold");
    rig.fill();
    return rig;
  }

  @Test
  default void R4_5_shouldHandOverWhatItHolds() {
    Rig rig = rigOfOneThatHandsOver();
    Device next = rig.attachAgain().device();
    HandOver to = (HandOver) next;
    HandOver from = (HandOver) rig.device;
    assertEquals(from.stateForm(), to.stateForm(), "two devices of one driver differ in form");
    long sequence = to.importBegin();
    Map<String, Object> state = from.exportState();
    assertTrue(isOfTheJdk(state), () -> "not of the JDK alone: " + state);
    assertEquals(Answer.DONE, to.importState(state, sequence));
    assertEquals(
        Rig.shown(rig.device, Rig.BASE, Rig.END), Rig.shown(next, Rig.BASE, Rig.END), "taken over");
    rig.change(Rig.BASE, Rig.END);
    assertEquals(Map.of(), stale(rig, next), "taken over and not dropped when told");
  }

  @Test
  default void R4_5_shouldTakeNothingOverThatChangedMeanwhile() {
    Rig rig = rigOfOneThatHandsOver();
    Device next = rig.attachAgain().device();
    HandOver to = (HandOver) next;
    long sequence = to.importBegin();
    Map<String, Object> state = ((HandOver) rig.device).exportState();
    rig.change(Rig.page(4), Rig.page(8));
    assertEquals(Answer.WOULD_BLOCK, to.importState(state, sequence));
    assertEquals(Map.of(), stale(rig, next), "stale after taking over");
  }

  private static Map<Long, Long> stale(Rig rig, Device device) {
    Map<Long, Long> held = Rig.shown(device, Rig.BASE, Rig.END);
    held.entrySet().removeIf(each -> rig.pages.frame(each.getKey()) == each.getValue());
    return held;
  }

  /** The state crosses to another class loader. */
  private static boolean isOfTheJdk(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().allMatch(HandOverRules::isOfTheJdk)
          && map.values().stream().allMatch(HandOverRules::isOfTheJdk);
    }
    return value instanceof Collection<?> values
        ? values.stream().allMatch(HandOverRules::isOfTheJdk)
        : value == null || value.getClass().getClassLoader() == null;
  }
}
