package mm.tck;

import mm.api.Rule;
import mm.spi.MayAllocate;
import org.junit.jupiter.api.Test;

/** What callbacks do. */
interface CallbackRules extends Trial {
  @Test
  default void R1_6_shouldStartNoOperationInACallback() {
    Trial.exerciseAndFindNone(subject().rig(Footing.DETACHES), Rule.R1_6);
  }

  @Test
  default void R1_7_shouldAllocateNothingInACallback() {
    subject()
        .assumeThat(
            subject().declared().allocation() == MayAllocate.NEVER,
            "it declares that it may allocate");
    Trial.exerciseAndFindNone(subject().rig(Footing.DETACHES), Rule.R1_7);
  }

  @Test
  default void R1_8_shouldThrowNothing() {
    Trial.exerciseAndFindNone(subject().rig(Footing.DETACHES), Rule.R1_8);
  }

  @Test
  default void R1_9_shouldHoldNoLockOverWhatMayWaitForAnInvalidation() {
    Trial.exerciseAndFindNone(subject().rig(Footing.DETACHES), Rule.R1_9);
  }
}
