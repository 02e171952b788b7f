package drivers.gru;

import mm.spi.Declaration;
import mm.tck.support.SectionTrial;

class GruStressTest extends SectionTrial {
  GruStressTest() {
    super(new GruDriver(), Declaration.neverBlocking("gru"));
  }
}
