package drivers.hmm;

import mm.spi.Declaration;
import mm.tck.support.SectionTrial;

class HmmStressTest extends SectionTrial {
  HmmStressTest() {
    super(new HmmDriver(), Declaration.declining("hmm"));
  }
}
