package mm.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Optional;
import mm.api.Attachment;
import mm.spi.Access;
import org.junit.jupiter.api.Test;

/** What is left behind. */
interface LeakRules extends Trial {
  @Test
  default void R4_3_shouldLeaveNoPin() {
    subject().judge(Footing.UNPINS);
  }

  @Test
  default void R4_3_shouldLeaveNoClassLoader() throws Exception {
    Subject subject = subject();
    subject.rig(Footing.DETACHES);
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    Optional<WeakReference<Object>> loader =
        Foreign.start(() -> used(subject, queue)).get(subject.patience());
    subject.assumeThat(loader.isPresent(), "where the driver's class came from is not known");
    assertTrue(
        OwnLoader.isCollected(loader.get(), queue),
        "the driver's class loader is still reachable after it was retired");
  }

  /** In a method of its own, so that no variable of the test keeps the loader. */
  private static Optional<WeakReference<Object>> used(Subject subject, ReferenceQueue<Object> queue)
      throws Exception {
    Class<?> driver = subject.newDriver().getClass();
    Optional<OwnLoader> loader = OwnLoader.over(driver);
    if (loader.isEmpty()) {
      return Optional.empty();
    }
    try (OwnLoader own = loader.get()) {
      own.use(driver.getName(), subject.options());
      return Optional.of(new WeakReference<>(own, queue));
    }
  }

  /**
   * In a group of its own, which threads inherit; what else runs in the JVM is not its business.
   */
  @Test
  default void R4_3_shouldLeaveNoThread() throws Exception {
    Rig rig = subject().rig(Footing.DETACHES);
    ThreadGroup group = new ThreadGroup("tck");
    Foreign.start(group, () -> comeAndGo(rig)).get(rig.patience);
    Thread[] left = new Thread[group.activeCount() + 8];
    for (Thread each : Arrays.asList(left).subList(0, group.enumerate(left))) {
      each.join(rig.patience.toMillis());
      assertFalse(each.isAlive(), () -> "left running: " + each);
    }
  }

  private static boolean comeAndGo(Rig rig) {
    Attachment second = rig.attachAgain();
    Rig.use(second.device(), Rig.BASE, Access.READ);
    Rig.use(second.device(), Rig.page(1), Access.WRITE);
    rig.change(Rig.BASE, Rig.END);
    rig.attachment.close();
    second.close();
    return true;
  }
}
