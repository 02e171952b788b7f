package mm.stress.ordering;

import static org.junit.jupiter.api.Assertions.assertTrue;

import mm.api.AddressSpace;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import mm.stress.ordering.FencelessEngine.Without;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A planted bug that is no longer there would be one that nobody needs to find. */
class FencelessEngineTest {
  @ParameterizedTest
  @EnumSource(Without.class)
  void shouldLackSomethingWhereSectionsAndSubscribersMeet(Without what) {
    FencelessEngine engine = new FencelessEngine(what);
    AddressSpace space = engine.engines().fresh();
    space.subscribe(new PairLog(), PairLog.DECLARATION);
    new Memory().change(space);
    assertTrue(engine.removed() > 0, "think of another mutant than without " + what);
  }
}
