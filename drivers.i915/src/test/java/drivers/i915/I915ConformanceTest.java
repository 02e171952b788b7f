package drivers.i915;

import java.util.Set;
import mm.spi.Callback;
import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class I915ConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new I915Driver();
  }

  @Override
  protected Set<Callback> onlyWithOtherOptions() {
    return Set.of(Callback.INVALIDATE);
  }
}
