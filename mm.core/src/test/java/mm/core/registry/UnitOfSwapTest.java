package mm.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.DriverStatus;
import mm.api.DriverStatus.State;
import mm.api.NotifierCore;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.core.TwoDrivers;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All drivers of an origin change over at one moment, for whoever looks at the list too. */
@Timeout(240)
final class UnitOfSwapTest {
  private static final int SWAPS = 200;
  private static final long LONG = TimeUnit.SECONDS.toNanos(40);

  private final NotifierCore core = NotifierCore.create();
  private final DriverTable drivers = (DriverTable) core.drivers();
  private final LongAdder looks = new LongAdder();
  private volatile boolean over;

  @BeforeEach
  void attachBoth() {
    admit(0);
    AddressSpace space = core.createSpace("space");
    drivers.attach("i915", space);
    drivers.attach("gntdev", space);
  }

  @AfterEach
  void close() {
    core.close();
  }

  private static String unit(int version) {
    return "unit " + version;
  }

  private void admit(int version) {
    admit(TwoDrivers.Graphics.class, TwoDrivers.Graphics::new, unit(version));
    admit(TwoDrivers.Grants.class, TwoDrivers.Grants::new, unit(version));
  }

  private void admit(Class<?> type, Supplier<NotifierDriver> made, String origin) {
    CheckedCapability checked =
        CapabilityRules.check(DriverAttributes.of(type.getAnnotation(DriverInfo.class)));
    assertInstanceOf(
        Admission.Admitted.class,
        drivers.admit(((CheckedCapability.Right) checked).capability(), type, made, origin));
  }

  private void swapTo(int version) {
    SwapReport report =
        drivers.swap(new SwapPlan(unit(version - 1), unit(version), LONG, phase -> {}));
    assertTrue(report.swapped(), report::toString);
  }

  private List<String> inCharge() {
    return drivers.list().stream()
        .filter(each -> each.state() == State.ADMITTED)
        .map(UnitOfSwapTest::line)
        .sorted()
        .toList();
  }

  private static String line(DriverStatus status) {
    return status.id() + " of " + status.origin() + " in " + status.attachments();
  }

  private static List<String> allOf(int version) {
    return List.of("gntdev of " + unit(version) + " in 1", "i915 of " + unit(version) + " in 1");
  }

  @Test
  void shouldPublishADriverWhenAllOfItsOriginAreInCharge_R4_5() {
    List<List<String>> seen = new ArrayList<>();
    drivers.expectStandby(unit(1));
    admit(1);
    for (String each : List.of("i915", "gntdev")) {
      drivers.whenInCharge(each, unit(1), () -> seen.add(inCharge()));
    }
    assertEquals(List.of(), seen, "a standby is not published");
    swapTo(1);
    assertEquals(List.of(allOf(1), allOf(1)), seen);
  }

  @Test
  void shouldShowAllDriversOfAnOriginBeforeOrAfterTheirSwap_R4_5() {
    CompletableFuture<List<String>> torn =
        CompletableFuture.supplyAsync(this::lookUntilTorn, task -> new Thread(task).start());
    for (int version = 1; version <= SWAPS; version++) {
      drivers.expectStandby(unit(version));
      admit(version);
      long before = looks.sum();
      swapTo(version);
      awaitLook(before, torn);
    }
    over = true;
    assertEquals(List.of(), torn.join());
    assertEquals(allOf(SWAPS), inCharge());
  }

  /** A look has begun since, or there will be none any more. */
  private void awaitLook(long before, CompletableFuture<?> looker) {
    while (looks.sum() == before && !looker.isDone()) {
      Thread.yield(); // to the looker, where there are few processors
    }
  }

  /** The first look that shows a swap half done; empty if there is none. */
  private List<String> lookUntilTorn() {
    int version = 0;
    while (!over) {
      List<String> seen = inCharge();
      int places = drivers.attachments().size();
      looks.increment();
      while (version < SWAPS && !seen.equals(allOf(version))) {
        version++; // swaps never go back
      }
      if (!seen.equals(allOf(version)) || places != 2) {
        return List.of(seen + ", attachments " + places);
      }
    }
    return List.of();
  }
}
