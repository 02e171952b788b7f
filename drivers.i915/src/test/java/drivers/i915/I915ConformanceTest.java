package drivers.i915;

import java.util.List;
import mm.api.CoreOptions;
import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class I915ConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new I915Driver();
  }

  @Override
  protected List<CoreOptions> otherOptions() {
    return List.of(CoreOptions.defaults().withDriverOption("i915.era", "interval"));
  }
}
