package mm.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import mm.api.Rule;
import mm.spi.Access;
import mm.spi.Callback;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Who waits, and who declines instead. */
@SuppressWarnings("try") // What keeps the device busy is not looked at.
interface WaitingRules extends Trial {
  /** As often as one that never blocks is told without a chance to wait. */
  int TRIES = 10_000;

  @Test
  default void R1_1_shouldNotWaitWhereWaitingIsForbidden(TestReporter reporter) {
    Rig rig = subject().rig(Footing.RETURNS);
    boolean never = subject().declared().blocking() == MayBlock.NEVER;
    tryWhileBusy(rig, never ? TRIES : TRIES / 10);
    Subject.assertNone(rig, Trial.waits(rig, false));
    Trial.remark(reporter, !rig.core.hints().isEmpty(), rig.core.hints().toString());
  }

  private static void tryWhileBusy(Rig rig, int tries) {
    boolean sampled = false;
    try (BusyDevice busy = BusyDevice.use(rig.device)) {
      for (int i = 0; i < tries && rig.violations(Rule.R1_1).isEmpty(); i++) {
        rig.tryChange(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
        if (!sampled && i % 100 == 99 && !rig.core.hints().isEmpty()) {
          WaitSampler.assertNeverSeenWaiting(rig);
          sampled = true;
        }
      }
    }
  }

  @Test
  default void R6_18_shouldWaitForNothingUnderASpinLock() {
    Rig rig = subject().rig(Footing.RETURNS);
    Trial.exerciseAndFindNone(rig, Rule.R6_18);
    Subject.assertNone(rig, Trial.waits(rig, true));
  }

  @Test
  default void R1_2_shouldDeclineOnlyWhereWaitingIsForbidden() {
    subject()
        .assumeThat(
            subject().hears(Callback.TRY_START, Callback.INVALIDATE),
            "it has no callback that answers");
    Rig rig = subject().rig(Footing.RETURNS);
    try (BusyDevice busy = BusyDevice.use(rig.device)) {
      for (int i = 0; i < 500; i++) {
        rig.change(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
      }
    }
    Subject.assertNone(rig, rig.violations(Rule.R1_2));
  }

  @Test
  default void R6_10_shouldBeSeenDecliningIfItDeclaresSo(TestReporter reporter) {
    assumeItDeclines();
    Rig rig = subject().rig(Footing.REOPENS);
    long far = Rig.END + (1L << 30);
    Trial.remark(reporter, !rig.tryChange(far, far + 4096), "declines where it holds nothing");
    subject().judge(Footing.DECLINES);
  }

  private void assumeItDeclines() {
    subject()
        .assumeThat(
            subject().declared().failure() == MayDecline.WHEN_FORBIDDEN,
            "it declares that it never declines");
  }

  /** With users that hold the device's lock for a while, lest it take luck to meet one. */
  static boolean declinesWhenBusy(Rig rig) {
    rig.fill();
    long deadline = System.nanoTime() + 2 * rig.patience.toNanos();
    try (BusyDevice one = BusyDevice.use(rig.device);
        BusyDevice two = BusyDevice.lookAt(rig.device)) {
      while (rig.tryChange(Rig.BASE, Rig.END)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
      }
    }
    return true;
  }

  /** RDMA/odp once kept its lock there, since no end would come (2019). */
  @Test
  default void R2_2_shouldServeOnAfterItDeclined() throws Exception {
    assumeItDeclines();
    Rig rig = subject().rig(Footing.DECLINES);
    rig.pages.afterNextLookUp(() -> Foreign.start(() -> rig.tryChange(Rig.BASE, Rig.END)).settle());
    assertServed(rig, "with a look-up under way");
    Assumptions.assumeTrue(declinesWhenBusy(rig), "not judged: it was not seen declining");
    assertServed(rig, "when it was busy");
    Foreign.start(() -> rig.change(Rig.BASE, Rig.END)).get(rig.patience);
  }

  private static void assertServed(Rig rig, String when) throws Exception {
    assertTrue(
        Foreign.start(() -> Rig.used(Rig.use(rig.device, Rig.BASE, Access.READ))).get(rig.patience),
        "not served after it declined " + when);
  }
}
