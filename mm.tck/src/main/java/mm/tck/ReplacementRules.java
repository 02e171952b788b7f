package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import mm.api.Attachment;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import org.junit.jupiter.api.Test;

/** One attachment beside another, and one in place of another. */
@SuppressWarnings("try") // What keeps the device busy is not looked at.
interface ReplacementRules extends Trial {
  @Test
  default void R4_2_shouldMakeNothingBeforeOpenSectionsHaveEnded() {
    subject().judge(Footing.STARTS_EMPTY);
  }

  @Test
  default void R4_5_shouldBeReplacedUnderLoad() {
    Rig rig = subject().rig(Footing.RESISTS_COLLISIONS, Footing.STARTS_EMPTY);
    rig.fill();
    Attachment next;
    try (BusyDevice busy = BusyDevice.use(rig.device)) {
      next = rig.attachAgain();
      rig.change(Rig.BASE, Rig.END);
      rig.attachment.close();
      rig.change(Rig.BASE, Rig.END);
    }
    Device device = next.device();
    assertTrue(Rig.used(Rig.use(device, Rig.BASE, Access.READ)), "not served by the next one");
    assertEquals(rig.pages.frame(Rig.BASE), Rig.shown(device, Rig.BASE, Rig.END).get(Rig.BASE));
  }

  @Test
  default void R4_5_shouldStandStillOnceQuiesced() {
    Rig rig = subject().rig(Footing.REOPENS);
    rig.fill();
    rig.device.quiesce();
    assertEquals(Map.of(), Rig.shown(rig.device, Rig.BASE, Rig.END), "held when quiesced");
    assertEquals(AccessOutcome.DETACHED, rig.device.access(Rig.BASE, Access.READ));
    rig.change(Rig.BASE, Rig.END);
    rig.device.quiesce();
    assertEquals(AccessOutcome.DETACHED, rig.device.access(Rig.page(1), Access.WRITE));
    assertEquals(Map.of(), Rig.shown(rig.device, Rig.BASE, Rig.END), "made when quiesced");
  }
}
