package drivers.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.TranslationVisitor;

/** The test device as a test sees it. */
final class HmmDevice implements Device {
  /** How long a fault or a snapshot goes on starting over. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Mirror mirror;
  private final DriverContext context;
  private final PageSource pages;
  private final IntervalSubscription everything;

  HmmDevice(Mirror mirror, DriverContext context, IntervalSubscription everything) {
    this.mirror = mirror;
    this.context = context;
    this.everything = everything;
    pages = context.pages();
  }

  MigrationOwner owner() {
    return mirror.owner();
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    AccessOutcome outcome = mirror.touch(page, access);
    boolean faults = outcome == AccessOutcome.REFUSED && AddressRange.WHOLE.contains(page);
    return faults ? fault(page, access) : outcome;
  }

  private AccessOutcome fault(long page, Access access) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    long left = PATIENCE_NANOS;
    while (outcome == AccessOutcome.BUSY && left > 0) {
      long sequence = everything.readBegin(left);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page seen = pages.fault(page, access);
      if (!seen.isPresent()) {
        return seen.failure();
      }
      outcome = mirror.enter(everything, sequence, page, seen);
      left = deadline - context.nanoTime();
    }
    return outcome;
  }

  /**
   * Looks at the pages of a range as they are at one moment, and faults nothing in.
   *
   * @return what was seen, page by page; empty when invalidations kept colliding
   */
  Optional<List<Seen>> snapshot(AddressRange range) {
    try (IntervalSubscription own =
        context.subscribe(range.start(), range.end(), new SnapshotNotifier(mirror))) {
      long deadline = context.nanoTime() + PATIENCE_NANOS;
      for (long left = PATIENCE_NANOS; left > 0; left = deadline - context.nanoTime()) {
        long sequence = own.readBegin(left);
        if (sequence == IntervalSubscription.TIMED_OUT) {
          return Optional.empty();
        }
        List<Seen> seen = look(range);
        if (mirror.holds(own, sequence)) {
          return Optional.of(seen);
        }
      }
      return Optional.empty();
    }
  }

  private List<Seen> look(AddressRange range) {
    List<Seen> seen = new ArrayList<>();
    for (long at = range.start(); at < range.end(); at += AddressRange.PAGE_SIZE) {
      seen.add(Seen.of(pages.snapshot(at)));
    }
    return seen;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    mirror.copy(range).forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return mirror.counters();
  }

  @Override
  public void quiesce() {
    mirror.freeze();
  }

  @Override
  public void detach() {
    mirror.freeze();
  }
}
