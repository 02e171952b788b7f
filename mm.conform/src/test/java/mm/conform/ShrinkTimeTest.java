package mm.conform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A minute in all, of which 3 s go into more orders before it is the lab's turn. */
class ShrinkTimeTest {
  private long now = 7;

  private final ShrinkTime time = new ShrinkTime(60, true, () -> now);

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void shouldCountFromTheFirstOrderWhenItIsTheTurnOfTheLab() {
    pass(30_000); // until bundles were loaded and the script was played as it is written
    time.beginOrders();
    assertFalse(time.isTurnOfLab(ShrinkTime.ORDERS_BEFORE_LAB));
    pass(3_000);
    assertFalse(time.isTurnOfLab(1_000));
    pass(1);
    assertTrue(time.isTurnOfLab(ShrinkTime.ORDERS_BEFORE_LAB));
  }

  @Test
  void shouldTrySomeOrdersHoweverLongTheyTake() {
    time.beginOrders();
    pass(50_000);
    assertFalse(time.isTurnOfLab(ShrinkTime.ORDERS_BEFORE_LAB - 1));
    assertTrue(time.isTurnOfLab(ShrinkTime.ORDERS_BEFORE_LAB));
  }

  @Test
  void shouldCountAllOfTheTimeThatThereIs() {
    pass(50_000);
    time.beginOrders();
    pass(10_000);
    assertFalse(time.isOver());
    pass(1);
    assertTrue(time.isOver());
  }

  @Test
  void shouldGoOnWhereThereIsNoLab() {
    ShrinkTime alone = new ShrinkTime(60, false, () -> now);
    alone.beginOrders();
    pass(50_000);
    assertFalse(alone.isTurnOfLab(1_000));
  }
}
