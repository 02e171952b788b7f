package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** What is wrong with a declining driver of the zoo. */
enum DecliningFlaw implements Animal {
  /** Nothing. */
  NONE(""),
  /** Legal but unwise: declines where it holds nothing (nouveau). */
  DECLINES_ALWAYS(""),
  /** Spins for its lock instead. */
  NEVER_DECLINES("R6_10_shouldBeSeenDecliningIfItDeclaresSo"),
  /** An error where waiting is allowed (i915, 5.4 to 5.12). */
  DECLINES_WHEN_ALLOWED("R1_2_shouldDeclineOnlyWhereWaitingIsForbidden"),
  /** Takes the mutex whatever the range says (KFD SVM, 5.15), and declines later. */
  WAITS_WHEN_FORBIDDEN("R1_1_shouldNotWaitWhereWaitingIsForbidden"),
  /** A section may come in between the check and the lock. */
  CHECKS_BEFORE_IT_LOCKS("R1_4_shouldLeadWhereTheCpuIsLedUnderLoad"),
  /** Keeps what it locked, since no end will come (RDMA/odp, 2019). */
  KEEPS_LOCK_ON_DECLINE("R2_2_shouldServeOnAfterItDeclined"),
  /** Takes the end for inclusive (arm-smmu-v3, 2022). */
  KEEPS_LAST_PAGE("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt");

  private final String test;

  DecliningFlaw(String test) {
    this.test = test;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return new DecliningZooDriver(this);
  }
}
