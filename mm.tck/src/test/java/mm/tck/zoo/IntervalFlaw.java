package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** What is wrong with an interval driver of the zoo. */
enum IntervalFlaw implements Animal {
  /** Nothing. */
  NONE(""),
  /** Publishes without asking whether something collided. */
  NO_RETRY("R3_3_shouldNotPublishWhatChangedMeanwhile"),
  /** Looks the page up before it begins to read (hfi1 TID, b3deec25847b). */
  READS_FIRST("R3_3_shouldNotPublishWhatChangedMeanwhile"),
  /** A section may come in between the check and the lock. */
  CHECKS_BEFORE_IT_LOCKS("R1_4_shouldLeadWhereTheCpuIsLedUnderLoad"),
  WAITS_FOR_EVER("R3_6_shouldGiveUpOnASectionThatDoesNotEnd"),
  DROPS_FIRST_PAGE("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt"),
  KEEPS_SOFT_DIRTY("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt"),
  /** Takes every migration for its own. */
  TAKES_ANY_OWNER_FOR_ITS_OWN("R1_4_shouldDropWhatOthersMigrate"),
  /** Has no token of its own, and takes whoever has none either for itself. */
  TAKES_NOBODY_FOR_ITSELF("R1_4_shouldDropWhatOthersMigrate"),
  /** Keeps its pages until it is closed. */
  KEEPS_AT_RELEASE("R1_5_shouldDropEverythingAtReleaseForGood");

  private final String test;

  IntervalFlaw(String test) {
    this.test = test;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return new IntervalZooDriver(this);
  }
}
