package mm.conform;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import mm.conform.shrink.SavedScript;

/** How long a script is made small, from now on, and when the lab has its turn. */
final class ShrinkTime implements SavedScript.Patience {
  static final int ORDERS_BEFORE_LAB = 32;
  private static final int PART_BEFORE_LAB = 20; // that of the time which goes into more orders

  private final long nanos;
  private final boolean lab;
  private final LongSupplier clock;
  private final long began;
  private long ordersBegan;

  ShrinkTime(long seconds, boolean lab, LongSupplier clock) {
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    this.lab = lab;
    this.clock = clock;
    began = clock.getAsLong();
    ordersBegan = began;
  }

  static ShrinkTime of(ShrinkRequest request) {
    return new ShrinkTime(request.seconds(), request.scenario().isPresent(), System::nanoTime);
  }

  @Override
  public boolean isOver() {
    return clock.getAsLong() - began > nanos;
  }

  @Override
  public void beginOrders() {
    ordersBegan = clock.getAsLong();
  }

  @Override
  public boolean isTurnOfLab(int orders) {
    long spent = clock.getAsLong() - ordersBegan;
    return lab && orders >= ORDERS_BEFORE_LAB && spent > nanos / PART_BEFORE_LAB;
  }
}
