package drivers.i915;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;

/**
 * The GPU as its user sees it. An access submits work on the object that the address lies in, and
 * does not wait for it.
 */
final class I915Device implements DataDevice {
  /** How long an access waits at most for objects that are about to go. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often an access is repeated. */
  static final int ATTEMPTS = 16;

  private final UserptrSpace space;
  private final DriverContext context;
  private final PageSource pages;

  I915Device(UserptrSpace space, DriverContext context) {
    this.space = space;
    this.context = context;
    pages = context.pages();
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    Optional<AccessOutcome> outcome = Optional.empty();
    for (int i = 0; i < ATTEMPTS && outcome.isEmpty(); i++) {
      outcome = attempt(address, access, deadline, transfer);
    }
    return outcome.orElse(AccessOutcome.BUSY);
  }

  /** Tries once; empty when an invalidation collided. */
  private Optional<AccessOutcome> attempt(
      long address, Access access, long deadline, Transfer transfer) {
    Visit visit = space.visit(address, access, transfer);
    return switch (visit.step()) {
      case HIT -> Optional.of(AccessOutcome.HIT);
      case CHECK -> check(visit, address, transfer);
      case PIN -> pin(visit, address, access, transfer);
      case WAIT -> await(visit, deadline);
      case DETACHED -> Optional.of(AccessOutcome.DETACHED);
    };
  }

  private Optional<AccessOutcome> check(Visit visit, long address, Transfer transfer) {
    if (space.confirm(visit, address, pages.snapshot(address), transfer)) {
      return Optional.of(AccessOutcome.HIT);
    }
    space.evict(visit.object().start(), visit.object().end());
    return Optional.empty();
  }

  private Optional<AccessOutcome> pin(Visit visit, long address, Access access, Transfer transfer) {
    Page page = pages.pin(address, access);
    if (!page.isPresent()) {
      space.abandon(visit);
      return Optional.of(page.failure());
    }
    AccessOutcome outcome = space.publish(visit, address, page, transfer);
    return outcome == AccessOutcome.BUSY ? Optional.empty() : Optional.of(outcome);
  }

  private Optional<AccessOutcome> await(Visit visit, long deadline) {
    long left = Math.max(0, deadline - context.nanoTime());
    boolean gone = space.awaitGone(visit.object(), left);
    return gone ? Optional.empty() : Optional.of(AccessOutcome.BUSY);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Unproven translations are shown if they are right at this moment; the others are unbound, as
   * the next access would do.
   */
  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    for (UserptrSpace.PinnedPage each : space.copy(range)) {
      if (each.proof() == UserObject.Proof.GIVEN || each.agrees(pages.snapshot(each.address()))) {
        visitor.visit(each.address(), each.frame(), each.rights());
      } else {
        space.tryEvict(each.address(), each.address() + AddressRange.PAGE_SIZE);
      }
    }
  }

  @Override
  public DeviceCounters counters() {
    return space.counters();
  }

  @Override
  public void quiesce() {
    space.freeze();
  }

  @Override
  public void detach() {
    space.stop();
  }
}
