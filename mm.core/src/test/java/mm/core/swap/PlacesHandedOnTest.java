package mm.core.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import mm.api.Admission;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.Rule;
import mm.core.registry.DriverTable;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver goes and another one with its id comes, without a swap; what happens in between. */
@Timeout(120)
final class PlacesHandedOnTest extends SwapStage {
  private static final Finding WHY = new Finding(Rule.R6_22, "By hand.", "Release it.");

  private final DriverTable drivers = (DriverTable) core.drivers();

  @BeforeEach
  void wantNoStandby() {
    drivers.dismiss(TWO);
  }

  private void admitTwo() {
    assertInstanceOf(Admission.Admitted.class, drivers.admit(two));
  }

  private void quarantine() {
    drivers.quarantine("script", WHY).toCompletableFuture().join();
  }

  private void assertServedByTwo() {
    log.clear();
    assertEquals(AccessOutcome.MADE, attachment.access(0, Access.READ));
    assertEquals(List.of("two access"), log);
    assertEquals(1, drivers.attachments().size());
  }

  @Test
  void shouldServeAPlaceWhoseNextDriverComesAfterTheOneBeforeHasGone() {
    drivers.forget(ONE);
    assertEquals(AccessOutcome.DETACHED, attachment.access(0, Access.READ));
    admitTwo();
    assertServedByTwo();
  }

  @Test
  void shouldServeAPlaceWhoseNextDriverComesWhileTheOneBeforeGoes() {
    one.onQuiesce = this::admitTwo;
    drivers.forget(ONE);
    assertServedByTwo();
  }

  @Test
  void shouldServeAPlaceWhoseNextDriverGoesAndComesAgainWhileItTakesOver() {
    drivers.forget(ONE);
    two.onAttach =
        () -> {
          two.onAttach = () -> {};
          drivers.forget(TWO);
          admitTwo();
        };
    admitTwo();
    assertServedByTwo();
  }

  @Test
  void shouldForgetAPlaceThatIsClosedWhileItIsHandedOn() {
    one.onQuiesce = attachment::close;
    drivers.forget(ONE);
    admitTwo();
    assertEquals(List.of(), drivers.attachments());
    assertFalse(space.hasNotifiers());
  }

  @Test
  void shouldLeaveOutWhoIsQuarantinedWhileItTakesOver() {
    drivers.forget(ONE);
    two.onAttach = this::quarantine;
    admitTwo();
    assertEquals(List.of(State.QUARANTINED), states());
    assertFalse(space.hasNotifiers());
    two.onAttach = () -> {};
    drivers.release("script").toCompletableFuture().join();
    assertServedByTwo();
  }
}
