package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What a device translates, and what it has to drop. */
@SuppressWarnings("try") // What keeps the device busy is not looked at.
interface TranslationRules extends Trial {
  @Test
  default void R4_2_shouldTranslateWhatIsMapped() {
    subject().judge(Footing.ANSWERS);
    subject().judge(Footing.SERVES);
  }

  @Test
  default void R1_4_shouldHoldNothingOfTheRangeOnceToldOfIt() {
    subject().judge(Footing.DROPS);
  }

  static void assertDropsForEveryEvent(Rig rig) {
    for (InvalidationEvent event :
        List.of(
            InvalidationEvent.UNMAP,
            InvalidationEvent.CLEAR,
            InvalidationEvent.PROTECTION_VMA,
            InvalidationEvent.PROTECTION_PAGE,
            InvalidationEvent.SOFT_DIRTY)) {
      assertDropped(rig, event, Rig.page(4), Rig.page(8), MigrationOwner.NONE);
    }
  }

  private static void assertDropped(
      Rig rig, InvalidationEvent event, long start, long end, MigrationOwner owner) {
    rig.fill();
    long stamp = rig.begin(event, start, end, owner);
    Map<Long, Long> held = Rig.shown(rig.device, start, end);
    rig.space.end(stamp);
    assertEquals(Map.of(), held, "held after the start of " + event);
  }

  @Test
  default void R1_4_shouldDropUpToTheEndsOfTheRange() {
    subject().judge(Footing.DROPS_TO_THE_ENDS);
  }

  static void assertDropsToTheEnds(Rig rig) {
    InvalidationEvent event = InvalidationEvent.CLEAR;
    assertDropped(rig, event, Rig.page(3), Rig.page(4), MigrationOwner.NONE);
    assertDropped(rig, event, 0, Rig.page(1), MigrationOwner.NONE);
    assertDropped(rig, event, Rig.page(15), AddressRange.TOP, MigrationOwner.NONE);
    assertDropped(rig, event, 0, AddressRange.TOP, MigrationOwner.NONE);
  }

  @Test
  default void R1_4_shouldDropWhatOthersMigrate(TestReporter reporter) {
    Rig rig = subject().rig(Footing.DROPS);
    for (MigrationOwner other : List.of(MigrationOwner.named("tck"), MigrationOwner.NONE)) {
      assertDropped(rig, InvalidationEvent.MIGRATE, Rig.page(4), Rig.page(8), other);
      assertDropped(rig, InvalidationEvent.EXCLUSIVE, Rig.page(4), Rig.page(8), other);
    }
    MigrationOwner own = rig.pages.asking();
    Trial.remark(
        reporter,
        own != MigrationOwner.NONE && drops(rig, own),
        "drops what it migrates itself, and has to fault it in again");
  }

  private static boolean drops(Rig rig, MigrationOwner owner) {
    rig.fill();
    long stamp = rig.begin(InvalidationEvent.MIGRATE, Rig.page(4), Rig.page(8), owner);
    Map<Long, Long> held = Rig.shown(rig.device, Rig.page(4), Rig.page(8));
    rig.space.end(stamp);
    return held.isEmpty();
  }

  @Test
  default void R3_3_shouldNotPublishWhatChangedMeanwhile() {
    subject().judge(Footing.RESISTS_COLLISIONS);
  }

  /** First wherever a fault can be met, one place after the other; then as luck has it. */
  @Test
  default void R1_4_shouldLeadWhereTheCpuIsLedUnderLoad() throws Exception {
    if (subject().hears(Callback.END, Callback.INVALIDATE)) {
      subject().rig(Footing.KEEPS_OUT);
    }
    Rig rig = subject().rig(Footing.RESISTS_COLLISIONS);
    SteppedFault fault = subject().steppedFault();
    fault.replaceBeforeEachStep(Access.READ);
    fault.replaceBeforeEachStep(Access.WRITE);
    assertLeadsUnderLoad(rig);
  }

  /** Nobody but this thread changes pages, so what it sees stale between two changes is stale. */
  private static void assertLeadsUnderLoad(Rig rig) {
    rig.fill();
    try (BusyDevice one = BusyDevice.use(rig.device);
        BusyDevice two = BusyDevice.use(rig.device)) {
      for (int i = 0; i < 2_000; i++) {
        long page = Rig.page(i % Rig.PAGES);
        rig.change(page, page + AddressRange.PAGE_SIZE);
        assertEquals(Map.of(), rig.stale(page, page + AddressRange.PAGE_SIZE), "stale");
      }
    }
    assertEquals(Map.of(), rig.stale(), "stale");
  }
}
