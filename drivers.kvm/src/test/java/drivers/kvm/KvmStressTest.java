package drivers.kvm;

import mm.spi.Declaration;
import mm.tck.support.SectionTrial;

class KvmStressTest extends SectionTrial {
  KvmStressTest() {
    super(new KvmDriver(), Declaration.neverBlocking("kvm"));
  }
}
