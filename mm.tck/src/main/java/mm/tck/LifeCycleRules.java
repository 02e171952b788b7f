package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import mm.api.Attachment;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import org.junit.jupiter.api.Test;

/** Release, detach, and attaching again. */
interface LifeCycleRules extends Trial {
  @Test
  default void R1_5_shouldDropEverythingAtReleaseForGood() {
    Rig rig = subject().rig(Footing.DROPS);
    rig.fill();
    rig.space.release();
    assertEquals(Map.of(), rig.witness.heldAfterRelease(), "held after release");
    assertFalse(Rig.used(rig.device.access(Rig.BASE, Access.READ)), "used after release");
    assertEquals(Map.of(), Rig.shown(rig.device, Rig.BASE, Rig.END), "made after release");
  }

  @Test
  default void R4_3_shouldDetachInBoundedTime() {
    subject().judge(Footing.DETACHES);
  }

  @Test
  default void R4_3_shouldHearNothingAfterDetach() {
    subject().judge(Footing.LEAVES);
  }

  @Test
  default void R4_3_shouldHaveDroppedAllThatItMade() {
    Rig rig = subject().rig(Footing.SERVES, Footing.DETACHES);
    rig.fill();
    rig.attachment.close();
    DeviceCounters counters = rig.device.counters();
    assertEquals(0, counters.held());
    assertEquals(counters.made(), counters.dropped());
  }

  @Test
  default void R4_3_shouldDriveAgainAfterDetach() {
    Rig rig = subject().rig(Footing.SERVES, Footing.DETACHES);
    rig.attachment.close();
    for (int i = 0; i < 3; i++) {
      try (Attachment again = rig.attachAgain()) {
        AccessOutcome outcome = Rig.use(again.device(), Rig.BASE, Access.READ);
        assertTrue(Rig.used(outcome), "after detach: " + outcome);
      }
    }
  }

  @Test
  default void R4_3_shouldCloseDuringSectionsOfOthers() throws Exception {
    Rig rig = subject().rig(Footing.SERVES, Footing.RETURNS);
    rig.fill();
    HeldSection open = HeldSection.begin(rig, Rig.BASE, Rig.END);
    Foreign<Boolean> closing = Foreign.start(rig.attachment::close);
    closing.settle();
    open.tellToEnd();
    assertTrue(closing.get(rig.patience));
    open.awaitEnd();
  }
}
