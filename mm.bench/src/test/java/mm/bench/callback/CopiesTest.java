package mm.bench.callback;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.eventbus.EventBus;
import java.util.List;
import mm.bench.fork.ForkRunner;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final int COUNT = 16;

  private static long classesOf(List<?> copies) {
    return copies.stream().map(Object::getClass).distinct().count();
  }

  @Test
  void shouldMakeAClassForEach() {
    assertEquals(COUNT, classesOf(ListCallback.distinct(COUNT)));
    assertEquals(COUNT, classesOf(IntervalCallback.distinct(COUNT)));
    assertEquals(COUNT, classesOf(EventBusCallback.distinct(COUNT)));
    assertEquals(COUNT, classesOf(EventAdminCallback.distinct(COUNT)));
  }

  @Test
  void shouldMakeTheSameClassesAgain() {
    PairedNotifier first = ListCallback.distinct(1).get(0);
    assertSame(first.getClass(), ListCallback.distinct(1).get(0).getClass());
  }

  /** A copy that no option of the forks fits could be inlined where it is the only one called. */
  @Test
  void shouldNameThemSoThatTheForksKnowThem() {
    assertFits("ListCallbac", ListCallback.distinct(COUNT));
    assertFits("IntervalCallbac", IntervalCallback.distinct(COUNT));
    assertFits("EventBusCallbac", EventBusCallback.distinct(COUNT));
    assertFits("EventAdminCallbac", EventAdminCallback.distinct(COUNT));
  }

  private static void assertFits(String prefix, List<?> copies) {
    String option = "-XX:CompileCommand=dontinline,mm/bench/callback/" + prefix + "*.*";
    assertTrue(ForkRunner.jvmOptions().contains(option), option);
    for (Object each : copies) {
      assertTrue(each.getClass().getName().startsWith("mm.bench.callback." + prefix));
    }
  }

  @Test
  void shouldMakeCopiesThatReflectionFinds() {
    EventBus bus = new EventBus();
    assertDoesNotThrow(() -> EventBusCallback.distinct(COUNT).forEach(bus::register));
    assertDoesNotThrow(() -> bus.post(new ChangeStart(0, 1)));
  }
}
