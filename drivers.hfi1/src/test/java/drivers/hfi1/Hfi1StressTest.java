package drivers.hfi1;

import mm.spi.Declaration;
import mm.tck.support.SectionTrial;

class Hfi1StressTest extends SectionTrial {
  Hfi1StressTest() {
    super(new Hfi1Driver(), Declaration.neverBlocking("hfi1"));
  }
}
