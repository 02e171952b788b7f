package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.machine.MapRequest;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Device;
import org.junit.jupiter.api.Test;

/** Processes of a simulated machine: their operations, fork, exec and exit. */
interface MachineRules extends Trial {
  /** Operations of the random program; the same ones each time. */
  int STEPS = 600;

  @Test
  default void R4_4_shouldServeTwoSpacesApart() {
    subject().judge(Footing.SERVES_APART);
  }

  @Test
  default void R1_4_shouldHoldNothingStaleWhateverAProcessDoes() {
    subject().judge(Footing.FOLLOWS_A_PROCESS);
  }

  static void assertNothingStale(MachineRig rig) {
    Device device = rig.attach(rig.process).device();
    rig.fill(device);
    Random random = new Random(5);
    for (int i = 0; i < STEPS; i++) {
      rig.step(device, random);
      if (i % 50 == 0) {
        rig.checker.checkAll();
      }
    }
    assertEquals(List.of(), rig.checker.findings(), "stale translations");
    assertTrue(rig.checker.judged() > 0, "nothing was looked at");
  }

  /** hfi1 pinned the parent's pages for the child (3d2a9d642512). */
  @Test
  default void R4_4_shouldServeParentAndChildOfAForkApart() {
    MachineRig rig = subject().machine(Footing.FOLLOWS_A_PROCESS);
    Device parents = rig.attach(rig.process).device();
    rig.fill(parents);
    UserProcess child = rig.process.fork("child");
    Device childs = rig.attach(child).device();
    rig.fill(childs);
    rig.fill(parents);
    child.touch(rig.base, Access.WRITE);
    rig.process.touch(rig.base, Access.WRITE);
    rig.fill(childs);
    rig.fill(parents);
    rig.checker.checkAll();
    assertEquals(List.of(), rig.checker.findings(), "stale translations");
    assertNotEquals(frame(parents, rig.base), frame(childs, rig.base), "one frame for both");
    child.exit();
    rig.fill(parents);
    assertFalse(Rig.used(childs.access(rig.base, Access.READ)), "used after exit");
  }

  private static Long frame(Device device, long page) {
    Map<Long, Long> shown = Rig.shown(device, page, page + AddressRange.PAGE_SIZE);
    return shown.get(page);
  }

  @Test
  default void R1_5_shouldLetGoOfTheOldSpaceAtExec() {
    MachineRig rig = subject().machine(Footing.FOLLOWS_A_PROCESS);
    Device old = rig.attach(rig.process).device();
    rig.fill(old);
    rig.process.exec();
    assertFalse(Rig.used(old.access(rig.base, Access.READ)), "used after exec");
    assertEquals(Map.of(), Rig.shown(old, 0, AddressRange.TOP), "held after exec");
    long fresh = rig.process.mmap(MapRequest.anonymous(AddressRange.PAGE_SIZE));
    Device next = rig.attach(rig.process).device();
    assertTrue(Rig.used(Rig.use(next, fresh, Access.WRITE)), "not served in the new space");
    assertEquals(List.of(), rig.checker.findings(), "stale translations");
  }

  @Test
  default void R4_3_shouldLeaveNoFrameAfterExit() {
    MachineRig rig = subject().machine(Footing.FOLLOWS_A_PROCESS, Footing.UNPINS);
    Attachment attachment = rig.attach(rig.process);
    rig.fill(attachment.device());
    rig.process.exit();
    attachment.close();
    assertEquals(0, rig.machine.framesInUse(), "frames in use after exit");
  }
}
