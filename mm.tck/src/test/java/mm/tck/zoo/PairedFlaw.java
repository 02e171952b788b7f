package mm.tck.zoo;

import mm.spi.NotifierDriver;

/** What is wrong with a paired driver of the zoo. */
public enum PairedFlaw implements Animal {
  /** Nothing. */
  NONE(""),
  ATTACH_THROWS("R6_12_shouldAttachAndThrowNothing"),
  ATTACH_HANGS("R6_12_shouldAttachAndThrowNothing"),
  /** Does nothing when the zoo is run, for obvious reasons, but in a bundle it does. */
  ENDS_THE_JVM(""),
  ACCESS_HANGS("R4_2_shouldTranslateWhatIsMapped"),
  /** JUnit would take it for its own, and end. */
  ACCESS_OUT_OF_MEMORY("R4_2_shouldTranslateWhatIsMapped"),
  SUBSCRIBES_UNDECLARED("R6_12_shouldAttachAndThrowNothing"),
  /** A mutex in a callback that declares that it never waits (KFD SVM, Linux 5.15). */
  TAKES_MUTEX("R1_1_shouldNotWaitWhereWaitingIsForbidden"),
  /** The same without a port, so that the engine gets a hint only. */
  SLEEPS_BEHIND_PORTS("R1_1_shouldNotWaitWhereWaitingIsForbidden"),
  WAITS_UNDER_SPIN_LOCK("R6_18_shouldWaitForNothingUnderASpinLock"),
  STARTS_OPERATION("R1_6_shouldStartNoOperationInACallback"),
  /** Looks a page up in a callback: reclaim would come back to it (MAYFAIL RFC of 2020). */
  ALLOCATES("R1_7_shouldAllocateNothingInACallback"),
  THROWS("R1_8_shouldThrowNothing"),
  /** Holds the callbacks' lock over a look-up, which may wait for a callback (i915, 5.4). */
  LOCK_OVER_FAULT("R1_9_shouldHoldNoLockOverWhatMayWaitForAnInvalidation"),
  NEVER_SERVES_HIGH_PAGES("R4_2_shouldTranslateWhatIsMapped"),
  KEEPS_PROTECTION("R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt"),
  /** The size of the whole space overflows (e7ad6c2a4b1a, Intel SVA). */
  OVERFLOWS("R1_4_shouldDropUpToTheEndsOfTheRange"),
  KEEPS_MIGRATED("R1_4_shouldDropWhatOthersMigrate"),
  /** Acts at the start only, so that a fault inside a section is served (e649b3f0188f, KVM). */
  MAKES_INSIDE("R1_4_shouldMakeNothingInsideASection"),
  /** A section may come in between the check and the lock. */
  CHECKS_BEFORE_IT_LOCKS("R1_4_shouldLeadWhereTheCpuIsLedUnderLoad"),
  /** Asks only whether a section is open, not whether one has passed since the look-up. */
  NO_SEQUENCE("R3_3_shouldNotPublishWhatChangedMeanwhile"),
  /** Counts at the start and not at the end if it held nothing (52ac8b358b0c, KVM memslots). */
  PREDICATE_DRIFT("R2_1_shouldServeAgainAfterASection"),
  /** Closes for good when told of a changed entry. */
  CLOSES_AFTER_HOLE("R2_1_shouldServeOnWhateverItWasTold"),
  /** Thinks that no end comes where waiting was forbidden (before c2655835fd8c it did not). */
  NO_END_OF_FORBIDDEN("R2_4_shouldServeAgainAfterOthersDeclined"),
  /** A flag instead of a count: the first end of a thread clears it. */
  FLAG_PER_THREAD("R2_6_shouldCountSectionsOfOneThread"),
  /** Counts the sections of the thread that began last, and forgets the others. */
  LAST_THREAD("R2_6_shouldCountSectionsOfSeveralThreads"),
  WAITS_FOR_EVER("R3_6_shouldGiveUpOnASectionThatDoesNotEnd"),
  /** Lets faults in only while nothing is invalidated anywhere, and waits for that. */
  WAITS_FOR_OTHERS("R3_6_shouldServeBesideASectionElsewhere"),
  KEEPS_AT_RELEASE("R1_5_shouldDropEverythingAtReleaseForGood"),
  /** Pages of an earlier attachment are used in the next one. */
  REMEMBERS_PAGES("R4_2_shouldMakeNothingBeforeOpenSectionsHaveEnded"),
  /** Looks pages up where it was attached first (3d2a9d642512, hfi1 after a fork). */
  BOUND_TO_FIRST_SPACE("R4_4_shouldServeTwoSpacesApart"),
  /** Finds the state of a process by its name, which an exec does not change. */
  KNOWS_PROCESSES_BY_NAME("R1_5_shouldLetGoOfTheOldSpaceAtExec"),
  /** A reverse map with room for one user of a frame: after a fork there are two. */
  ONE_USER_PER_FRAME("R4_4_shouldServeParentAndChildOfAForkApart"),
  SUBSCRIBES_BEHIND("R4_3_shouldHearNothingAfterDetach"),
  /** Gives back fewer pins than it takes (gntdev, dbe97cff7dd9 and after). */
  LEAKS_PIN("R4_3_shouldLeaveNoPin"),
  /** Gives its pins back when it is detached, and not when the space ends before. */
  LEAKS_PIN_AT_RELEASE("R4_3_shouldLeaveNoFrameAfterExit"),
  /** Takes every page for writable. */
  ASSUMES_WRITABLE("R1_4_shouldHoldNothingStaleWhateverAProcessDoes"),
  MISCOUNTS("R4_3_shouldHaveDroppedAllThatItMade"),
  LEAKS_THREAD("R4_3_shouldLeaveNoThread"),
  DEAD_AFTER_DETACH("R4_3_shouldDriveAgainAfterDetach"),
  DETACH_HANGS("R4_3_shouldDetachInBoundedTime"),
  /** Waits under its lock for sections whose end needs that lock. */
  CLOSE_DEADLOCKS("R4_3_shouldCloseDuringSectionsOfOthers"),
  SERVES_QUIESCED("R4_5_shouldStandStillOnceQuiesced"),
  FREEZES_OTHERS("R4_5_shouldBeReplacedUnderLoad");

  private final String test;

  PairedFlaw(String test) {
    this.test = test;
  }

  @Override
  public String test() {
    return test;
  }

  @Override
  public NotifierDriver driver() {
    return new PairedZooDriver(this);
  }
}
