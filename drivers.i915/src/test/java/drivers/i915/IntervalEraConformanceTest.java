package drivers.i915;

import java.util.List;
import mm.api.CoreOptions;
import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class IntervalEraConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new I915Driver();
  }

  @Override
  protected CoreOptions options() {
    return CoreOptions.defaults().withDriverOption("i915.era", "interval");
  }

  @Override
  protected List<CoreOptions> otherOptions() {
    return List.of(CoreOptions.defaults());
  }
}
