package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import mm.api.Attachment;
import mm.spi.Access;
import org.junit.jupiter.api.Test;

/** What is left behind. */
interface LeakRules extends Trial {
  @Test
  default void R4_3_shouldLeaveNoPin() {
    Rig rig = subject().rig(Footing.SERVES_ON, Footing.DETACHES);
    rig.exercise();
    rig.attachment.close();
    assertEquals(0, rig.pages.pins(), "pins that were not given back");
  }

  @Test
  default void R4_3_shouldLeaveNoThread() throws InterruptedException {
    Rig rig = subject().rig(Footing.DETACHES);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Attachment second = rig.attachAgain();
    Rig.use(second.device(), Rig.BASE, Access.READ);
    Rig.use(second.device(), Rig.page(1), Access.WRITE);
    rig.attachment.close();
    second.close();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(each) && !isOfTheJvm(each)) {
        each.join(2_000);
        assertFalse(each.isAlive(), () -> "left running: " + each);
      }
    }
  }

  /** A thread that has ended has no group any more. */
  private static boolean isOfTheJvm(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null || group.getName().equals("system");
  }
}
