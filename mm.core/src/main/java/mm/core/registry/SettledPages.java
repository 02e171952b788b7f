package mm.core.registry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.api.MigrationOwner;
import mm.api.Subscription;
import mm.core.port.WaitGuard;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.DeviceMemory;
import mm.spi.Look;
import mm.spi.Migration;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The pages of a space for one driver: nothing is shown before every section has ended that was
 * open when the driver subscribed, since those sections did not tell it what they change (R4.2),
 * and nothing while it is frozen, so that it makes no new translation before its successor serves.
 */
final class SettledPages implements PageSource {
  /** As long as Linux HMM users wait for a quiet moment (HMM_RANGE_DEFAULT_TIMEOUT). */
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PageSource pages;
  private final List<Subscription> subscriptions;
  private final Declaration driver;
  private final WaitGuard guard;
  private volatile boolean frozen;

  SettledPages(
      PageSource pages, List<Subscription> subscriptions, Declaration driver, WaitGuard guard) {
    this.pages = pages;
    this.subscriptions = subscriptions;
    this.driver = driver;
    this.guard = guard;
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
  }

  boolean frozen() {
    return frozen;
  }

  private boolean mayFault() {
    guard.aboutToFault(driver.name(), driver.allocation());
    return !frozen && settled(TIMEOUT_NANOS);
  }

  private boolean mayLook() {
    return !frozen && settled(0);
  }

  boolean settled(long timeoutNanos) {
    for (Subscription each : subscriptions) {
      if (!each.settled() && !each.awaitSettled(timeoutNanos)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Page fault(long address, Access access) {
    return mayFault() ? pages.fault(address, access) : Page.BUSY;
  }

  @Override
  public Page snapshot(long address) {
    return mayLook() ? pages.snapshot(address) : Page.BUSY;
  }

  @Override
  public Page pin(long address, Access access) {
    return mayFault() ? pages.pin(address, access) : Page.BUSY;
  }

  @Override
  public void unpin(long frame) {
    pages.unpin(frame);
  }

  @Override
  public Page fault(long address, Access access, MigrationOwner owner) {
    return mayFault() ? pages.fault(address, access, owner) : Page.BUSY;
  }

  @Override
  public Page snapshot(long address, MigrationOwner owner) {
    return mayLook() ? pages.snapshot(address, owner) : Page.BUSY;
  }

  @Override
  public Look look(long address, MigrationOwner owner) {
    return mayFault() ? pages.look(address, owner) : Look.without(Look.Standing.ABSENT);
  }

  /** Nothing moves before it is quiet; what the driver sees is a memory that moved no page. */
  @Override
  public Migration migrateToDevice(long start, long end, DeviceMemory memory) {
    return mayFault() ? pages.migrateToDevice(start, end, memory) : Migration.done(0);
  }

  @Override
  public Migration migrateToSystem(long start, long end, DeviceMemory memory) {
    return mayFault() ? pages.migrateToSystem(start, end, memory) : Migration.done(0);
  }

  @Override
  public Page makeExclusive(long address, MigrationOwner owner) {
    return mayFault() ? pages.makeExclusive(address, owner) : Page.BUSY;
  }

  /** Called while a migration is under way, which was let through. */
  @Override
  public void copy(long source, long target) {
    pages.copy(source, target);
  }
}
