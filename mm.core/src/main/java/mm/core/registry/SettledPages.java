package mm.core.registry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.api.Subscription;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The pages of a space for one driver: nothing is shown before every section has ended that was
 * open when the driver subscribed, since those sections did not tell it what they change (R4.2).
 */
final class SettledPages implements PageSource {
  /** As long as Linux HMM users wait for a quiet moment (HMM_RANGE_DEFAULT_TIMEOUT). */
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PageSource pages;
  private final List<Subscription> subscriptions;

  SettledPages(PageSource pages, List<Subscription> subscriptions) {
    this.pages = pages;
    this.subscriptions = subscriptions;
  }

  private boolean settled(long timeoutNanos) {
    for (Subscription each : subscriptions) {
      if (!each.settled() && !each.awaitSettled(timeoutNanos)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Page fault(long address, Access access) {
    return settled(TIMEOUT_NANOS) ? pages.fault(address, access) : Page.BUSY;
  }

  @Override
  public Page snapshot(long address) {
    return settled(0) ? pages.snapshot(address) : Page.BUSY;
  }

  @Override
  public Page pin(long address, Access access) {
    return settled(TIMEOUT_NANOS) ? pages.pin(address, access) : Page.BUSY;
  }

  @Override
  public void unpin(long frame) {
    pages.unpin(frame);
  }
}
