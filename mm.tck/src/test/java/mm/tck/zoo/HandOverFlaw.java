package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** What is wrong with a driver of the zoo that hands over what it holds. */
enum HandOverFlaw implements Animal {
  /** Nothing. */
  NONE(""),
  /** Takes over whatever it is given. */
  IGNORES_SEQUENCE("R4_5_shouldTakeNothingOverThatChangedMeanwhile"),
  /** Says that it took everything over, and did not. */
  FORGETS("R4_5_shouldHandOverWhatItHolds"),
  /** Hands over an object that the successor's class loader does not know. */
  OWN_TYPES("R4_5_shouldHandOverWhatItHolds");

  private final String test;

  HandOverFlaw(String test) {
    this.test = test;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return new HandOverZooDriver(this);
  }
}
