package drivers.nouveau;

import mm.spi.Declaration;
import mm.tck.support.SectionTrial;

class NouveauStressTest extends SectionTrial {
  NouveauStressTest() {
    super(new NouveauDriver(), Declaration.declining("nouveau"));
  }
}
