package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** What is wrong with a driver of the zoo that has a secondary TLB. */
enum TlbFlaw implements Animal {
  /** Nothing. */
  NONE(""),
  NEVER_FLUSHES("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt"),
  /** Takes the end for inclusive (arm-smmu-v3, 2022). */
  KEEPS_LAST_PAGE("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt"),
  /** The number of pages of the whole space overflows (e7ad6c2a4b1a, Intel SVA). */
  OVERFLOWS("R1_4_shouldDropUpToTheEndsOfTheRange"),
  /** Enters what a walk found before the flush. */
  KEEPS_WALKS("R3_3_shouldNotPublishWhatChangedMeanwhile"),
  /** A flush may come in between the check and the lock. */
  CHECKS_BEFORE_IT_LOCKS("R1_4_shouldLeadWhereTheCpuIsLedUnderLoad"),
  /** Leaves the PASID on. */
  KEEPS_AT_RELEASE("R1_5_shouldDropEverythingAtReleaseForGood");

  private final String test;

  TlbFlaw(String test) {
    this.test = test;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return new TlbZooDriver(this);
  }
}
