package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import mm.spi.rules.ImplementationRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * What every driver has to pass. A subclass names the driver; each test carries the rule that it is
 * about, and one that does not apply to what the driver declares is skipped with the reason. What
 * is legal but unwise is reported as an entry {@code remark}.
 *
 * <pre>{@code
 * class MyConformanceTest extends DriverConformance {
 *   @Override
 *   protected NotifierDriver newDriver() {
 *     return new MyDriver();
 *   }
 * }
 * }</pre>
 *
 * <p>A driver that hangs fails after a bounded time, with the stack of where it hangs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("try") // What keeps the device busy is not looked at.
public abstract class DriverConformance {
  private static final int TRIES = 10_000;

  private DriverCapability capability;
  private Throwable attachFailure;
  private Rig rig;

  /** For subclasses. */
  protected DriverConformance() {}

  /**
   * Makes the driver, for each test anew.
   *
   * @return a driver as its public constructor makes it
   */
  protected abstract NotifierDriver newDriver();

  /**
   * Callbacks that the driver declares and uses only with other options than it has here.
   *
   * @return none unless overridden
   */
  protected Set<Callback> onlyWithOtherOptions() {
    return Set.of();
  }

  @AfterEach
  final void closeRig() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
  }

  // Metadata.

  @Test
  void R6_2_shouldDeclareEveryAttributeRightly() {
    DriverInfo info = newDriver().getClass().getAnnotation(DriverInfo.class);
    if (info == null) {
      fail("R6.1: the driver's class carries no @DriverInfo");
    }
    CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
    if (checked instanceof CheckedCapability.Wrong wrong) {
      fail(wrong.findings().toString());
    }
  }

  @Test
  void R6_5_shouldImplementWhatItDeclares() {
    assertEquals(List.of(), ImplementationRules.check(declared(), newDriver().getClass()));
  }

  @Test
  void R6_12_shouldAttachAndThrowNothing() {
    declared();
    Assumptions.assumeTrue(
        ImplementationRules.check(declared(), newDriver().getClass()).isEmpty(), "see R6.5");
    Throwable failure = tryAttach();
    if (failure != null) {
      throw new AssertionError("R6.12: attach failed: " + failure, failure);
    }
  }

  private DriverCapability declared() {
    if (capability == null) {
      DriverInfo info = newDriver().getClass().getAnnotation(DriverInfo.class);
      Assumptions.assumeTrue(info != null, "not judged: no @DriverInfo, see R6.2");
      CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
      Assumptions.assumeTrue(
          checked instanceof CheckedCapability.Right, "not judged: wrong metadata, see R6.2");
      capability = ((CheckedCapability.Right) checked).capability();
    }
    return capability;
  }

  /** Attaches; what was thrown, or null. A second attempt after a failure is not made. */
  private Throwable tryAttach() {
    if (attachFailure == null) {
      Set<Callback> callbacks = declared().callbacks();
      Rig.Foreign<Rig> attaching =
          Rig.elsewhere(() -> new Rig(newDriver(), declared().id(), callbacks));
      try {
        rig = attaching.get();
      } catch (ExecutionException e) {
        attachFailure = e.getCause();
      } catch (Exception | AssertionError e) {
        attachFailure = e;
      }
    }
    return attachFailure;
  }

  private Rig rig() {
    Assumptions.assumeTrue(tryAttach() == null, "not judged: attach failed, see R6.12");
    return rig;
  }

  // Applicability.

  private Rig rigFor(Predicate<DriverCapability> applies, String otherwise) {
    Assumptions.assumeTrue(applies.test(declared()), "not applicable: " + otherwise);
    return rig();
  }

  private Rig rigFor(String otherwise, Callback... anyOf) {
    return rigFor(
        c ->
            List.of(anyOf).stream()
                .anyMatch(e -> c.callbacks().contains(e) && !onlyWithOtherOptions().contains(e)),
        otherwise);
  }

  private Rig rigOfOneThatKeepsFaultsOut() {
    return rigFor(
        "it has no end and no interval, so it cannot know when a section is over",
        Callback.END,
        Callback.INVALIDATE);
  }

  private void none(Rule rule) {
    assertEquals(List.of(), rig.violations(rule), "broken promises");
  }

  private void exerciseAndFindNone(Rule rule) {
    rig().exercise();
    rig.space.release();
    none(rule);
  }

  // Waiting and declining.

  @Test
  void R1_1_shouldNotWaitWhereWaitingIsForbidden(TestReporter reporter) {
    rig();
    rig.fill();
    int tries = declared().blocking() == MayBlock.NEVER ? TRIES : TRIES / 10;
    try (Rig.Busy busy = rig.busy()) {
      for (int i = 0; i < tries; i++) {
        rig.tryChange(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
      }
    }
    List<Violation> waits =
        rig.violations(Rule.R1_1).stream().filter(v -> !underSpinLock(v)).toList();
    assertEquals(List.of(), waits, "waits; the log shows the stack of each");
    remark(reporter, rig.core.hints().toString(), !rig.core.hints().isEmpty());
  }

  private static boolean underSpinLock(Violation violation) {
    return violation.message().contains("spin lock");
  }

  private static void remark(TestReporter reporter, String text, boolean given) {
    if (given) {
      reporter.publishEntry("remark", text);
    }
  }

  @Test
  void R6_18_shouldWaitForNothingUnderASpinLock() {
    rig().exercise();
    List<Violation> waits =
        rig.violations(Rule.R1_1).stream().filter(DriverConformance::underSpinLock).toList();
    assertEquals(List.of(), waits);
  }

  @Test
  void R1_2_shouldDeclineOnlyWhereWaitingIsForbidden() {
    rigFor("it has no callback that answers", Callback.TRY_START, Callback.INVALIDATE);
    rig.fill();
    try (Rig.Busy busy = rig.busy()) {
      for (int i = 0; i < 500; i++) {
        rig.change(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
      }
    }
    none(Rule.R1_2);
  }

  @Test
  void R6_10_shouldBeSeenDecliningIfItDeclaresSo(TestReporter reporter) {
    rigFor(c -> c.failure() == MayDecline.WHEN_FORBIDDEN, "it declares that it never declines");
    long far = Rig.END + (1L << 30);
    remark(reporter, "declines where it holds nothing", !rig.tryChange(far, far + 4096));
    assertTrue(declinesWhenBusy(), "declares that it may decline, and was never seen declining");
  }

  private boolean declinesWhenBusy() {
    rig.fill();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    try (Rig.Busy busy = rig.busy()) {
      while (rig.tryChange(Rig.BASE, Rig.END)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void R6_10_shouldNotDeclineUndeclared() {
    rigFor(c -> c.failure() == MayDecline.NEVER, "it declares that it may decline");
    exerciseAndFindNone(Rule.R6_10);
  }

  @Test
  void R2_2_shouldServeOnAfterItDeclined() throws Exception {
    rigFor(c -> c.failure() == MayDecline.WHEN_FORBIDDEN, "it declares that it never declines");
    Assumptions.assumeTrue(declinesWhenBusy(), "not judged: it was not seen declining");
    assertTrue(Rig.used(Rig.elsewhere(() -> Rig.use(rig.device, Rig.BASE, Access.READ)).get()));
  }

  @Test
  void R6_10_shouldBeToldThroughEveryDeclaredCallback() {
    rig().exercise();
    rig.space.release();
    Set<Callback> missing = EnumSet.copyOf(declared().callbacks());
    missing.removeAll(rig.seen);
    missing.removeAll(onlyWithOtherOptions());
    assertEquals(Set.of(), missing, "declared and never called");
  }

  // What callbacks do.

  @Test
  void R1_6_shouldStartNoOperationInACallback() {
    exerciseAndFindNone(Rule.R1_6);
  }

  @Test
  void R1_7_shouldAllocateNothingInACallback() {
    rigFor(c -> c.allocation() == MayAllocate.NEVER, "it declares that it may allocate");
    exerciseAndFindNone(Rule.R1_7);
  }

  @Test
  void R1_8_shouldThrowNothing() {
    exerciseAndFindNone(Rule.R1_8);
  }

  @Test
  void R1_9_shouldHoldNoLockOverWhatMayWaitForAnInvalidation() {
    exerciseAndFindNone(Rule.R1_9);
  }

  // Translations.

  @Test
  void R4_2_shouldTranslateWhatIsMapped() {
    rig();
    for (int i = 0; i < Rig.PAGES; i++) {
      assertTrue(Rig.used(Rig.use(rig.device, Rig.page(i), Access.READ)), "page " + i);
    }
  }

  @Test
  void R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt() {
    rig();
    for (InvalidationEvent event :
        List.of(
            InvalidationEvent.UNMAP,
            InvalidationEvent.CLEAR,
            InvalidationEvent.PROTECTION_VMA,
            InvalidationEvent.PROTECTION_PAGE,
            InvalidationEvent.SOFT_DIRTY)) {
      assertDropped(event, Rig.page(4), Rig.page(8), MigrationOwner.NONE);
    }
  }

  @Test
  void R1_4_shouldDropUpToTheEndsOfTheRange() {
    rig();
    assertDropped(InvalidationEvent.CLEAR, Rig.page(3), Rig.page(4), MigrationOwner.NONE);
    assertDropped(InvalidationEvent.CLEAR, 0, Rig.page(1), MigrationOwner.NONE);
    assertDropped(InvalidationEvent.CLEAR, Rig.page(15), AddressRange.TOP, MigrationOwner.NONE);
    assertDropped(InvalidationEvent.CLEAR, 0, AddressRange.TOP, MigrationOwner.NONE);
  }

  @Test
  void R1_4_shouldDropWhatOthersMigrate() {
    rig();
    MigrationOwner other = MigrationOwner.named("tck");
    assertDropped(InvalidationEvent.MIGRATE, Rig.page(4), Rig.page(8), other);
    assertDropped(InvalidationEvent.EXCLUSIVE, Rig.page(4), Rig.page(8), other);
  }

  private void assertDropped(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    rig.fill();
    long stamp = rig.begin(event, start, end, owner);
    Map<Long, Long> held = Rig.shown(rig.device, start, end);
    rig.space.end(stamp);
    assertEquals(Map.of(), held, "held after the start of " + event);
  }

  @Test
  void R1_4_shouldMakeNothingInsideASection() throws Exception {
    rigOfOneThatKeepsFaultsOut();
    long stamp = rig.begin(Rig.page(4), Rig.page(8));
    assertKeptOut(Rig.page(5));
    rig.space.end(stamp);
  }

  private void assertKeptOut(long page) {
    Rig.elsewhere(() -> rig.device.access(page, Access.WRITE)).settle();
    assertEquals(Map.of(), Rig.shown(rig.device, page, page + 4096), "made inside a section");
  }

  @Test
  void R3_3_shouldNotPublishWhatChangedMeanwhile() {
    rig();
    assertEquals(Map.of(), staleAfterCollisions(), "published although it had changed meanwhile");
  }

  private Map<Long, Long> staleAfterCollisions() {
    rig.collide(Rig.page(1), Access.READ);
    rig.collide(Rig.page(2), Access.WRITE);
    return rig.stale();
  }

  private void judgeOnlyIfItResistsCollisions() {
    Assumptions.assumeTrue(staleAfterCollisions().isEmpty(), "not judged: see R3.3");
  }

  @Test
  void R1_4_shouldLeadWhereTheCpuIsLedUnderLoad() {
    rig();
    judgeOnlyIfItResistsCollisions();
    rig.fill();
    try (Rig.Busy busy = rig.busy()) {
      for (int i = 0; i < 1_000; i++) {
        rig.change(Rig.page(i % Rig.PAGES), Rig.page(i % Rig.PAGES + 1));
      }
    }
    assertEquals(Map.of(), rig.stale(), "stale");
  }

  // Sections.

  @Test
  void R2_1_shouldServeAgainAfterASection() {
    rig();
    rig.change(Rig.BASE, Rig.END);
    rig.change(Rig.BASE, Rig.END);
    assertTrue(Rig.used(Rig.use(rig.device, Rig.BASE, Access.READ)));
  }

  @Test
  void R2_4_shouldServeAgainAfterOthersDeclined() {
    rig();
    rig.space.subscribe(new Decliner(), Declaration.declining("tck-decliner"));
    assertFalse(rig.tryChange(Rig.BASE, Rig.END));
    assertTrue(Rig.used(Rig.use(rig.device, Rig.BASE, Access.READ)));
  }

  private static final class Decliner implements DecliningNotifier {
    @Override
    public Answer tryStart(mm.api.InvalidationRange range) {
      return range.blocking() == mm.api.Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  @Test
  void R2_6_shouldCountSectionsOfOneThread() {
    rigOfOneThatKeepsFaultsOut();
    long outer = rig.begin(Rig.page(4), Rig.page(8));
    long inner = rig.begin(Rig.page(5), Rig.page(12));
    rig.space.end(inner);
    assertKeptOut(Rig.page(5));
    rig.space.end(outer);
  }

  @Test
  void R2_6_shouldCountSectionsOfSeveralThreads() throws Exception {
    rigOfOneThatKeepsFaultsOut();
    Rig.OpenElsewhere other = rig.openElsewhere(Rig.page(4), Rig.page(8));
    long own = rig.begin(Rig.page(5), Rig.page(12));
    rig.space.end(own);
    assertKeptOut(Rig.page(5));
    other.end();
  }

  @Test
  void R3_6_shouldGiveUpOnASectionThatDoesNotEnd() throws Exception {
    rig();
    Rig.OpenElsewhere open = rig.openElsewhere(Rig.page(4), Rig.page(8));
    try {
      Rig.elsewhere(() -> rig.device.access(Rig.page(5), Access.READ)).get();
    } finally {
      open.end();
    }
  }

  // Life cycle.

  @Test
  void R1_5_shouldDropEverythingAtReleaseForGood() {
    rig();
    rig.fill();
    rig.space.release();
    assertEquals(Map.of(), Rig.shown(rig.device, Rig.BASE, Rig.END));
    assertFalse(Rig.used(rig.device.access(Rig.BASE, Access.READ)));
  }

  @Test
  void R4_2_shouldMakeNothingBeforeOpenSectionsHaveEnded() throws Exception {
    rig();
    rig.fill();
    rig.attachment.close();
    Rig.OpenElsewhere open = rig.openElsewhere(Rig.BASE, Rig.END);
    Attachment second = rig.core.drivers().attach(declared().id(), rig.space);
    Rig.elsewhere(() -> second.device().access(Rig.BASE, Access.READ)).settle();
    Map<Long, Long> held = Rig.shown(second.device(), Rig.BASE, Rig.END);
    open.end();
    assertEquals(Map.of(), held);
  }

  @Test
  void R4_3_shouldHearNothingAfterDetach() {
    rig();
    rig.fill();
    rig.attachment.close();
    long before = rig.calls.get();
    rig.change(Rig.BASE, Rig.END);
    assertEquals(before, rig.calls.get(), "callbacks after detach");
    assertFalse(rig.space.hasNotifiers());
  }

  @Test
  void R4_3_shouldLeaveNoPin() {
    rig().exercise();
    rig.attachment.close();
    assertEquals(0, rig.pages.pins());
  }

  @Test
  void R4_3_shouldHaveDroppedAllThatItMade() {
    rig();
    rig.fill();
    rig.attachment.close();
    DeviceCounters counters = rig.device.counters();
    assertEquals(0, counters.held());
    assertEquals(counters.made(), counters.dropped());
  }

  @Test
  void R4_3_shouldLeaveNoThread() throws InterruptedException {
    rig();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Attachment second = rig.core.drivers().attach(declared().id(), rig.space);
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

  @Test
  void R4_3_shouldDriveAgainAfterDetach() {
    rig().attachment.close();
    for (int i = 0; i < 3; i++) {
      try (Attachment again = rig.core.drivers().attach(declared().id(), rig.space)) {
        AccessOutcome outcome = Rig.use(again.device(), Rig.BASE, Access.READ);
        assertTrue(Rig.used(outcome), "after detach: " + outcome);
      }
    }
  }

  @Test
  void R4_3_shouldCloseDuringSectionsOfOthers() throws Exception {
    rig();
    rig.fill();
    Rig.OpenElsewhere open = rig.openElsewhere(Rig.BASE, Rig.END);
    Rig.Foreign<Boolean> closing =
        Rig.elsewhere(
            () -> {
              rig.attachment.close();
              return true;
            });
    closing.settle();
    open.end();
    assertTrue(closing.get());
  }

  @Test
  void R4_5_shouldBeReplacedUnderLoad() {
    rig();
    judgeOnlyIfItResistsCollisions();
    rig.fill();
    Attachment next;
    try (Rig.Busy busy = rig.busy()) {
      next = rig.core.drivers().attach(declared().id(), rig.space);
      rig.change(Rig.BASE, Rig.END);
      rig.attachment.close();
      rig.change(Rig.BASE, Rig.END);
    }
    Device device = next.device();
    assertTrue(Rig.used(Rig.use(device, Rig.BASE, Access.READ)));
    assertEquals(rig.pages.frame(Rig.BASE), Rig.shown(device, Rig.BASE, Rig.END).get(Rig.BASE));
  }
}
