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
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Migration;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;

/** The test device as a test sees it. */
final class HmmDevice implements DataDevice {
  /** How long a fault or a snapshot goes on starting over. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Mirror mirror;
  private final DriverContext context;
  private final PageSource pages;
  private final IntervalSubscription everything;
  private final HmmMemory memory;

  HmmDevice(Mirror mirror, DriverContext context, IntervalSubscription everything) {
    this.mirror = mirror;
    this.context = context;
    this.everything = everything;
    pages = context.pages();
    memory = new HmmMemory(mirror, context.space(), pages);
  }

  MigrationOwner owner() {
    return mirror.owner();
  }

  /** Pages that still fit into the device's memory. */
  int room() {
    return memory.room();
  }

  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    long page = address & -AddressRange.PAGE_SIZE;
    AccessOutcome outcome = mirror.touch(page, access, transfer);
    boolean faults = outcome == AccessOutcome.REFUSED && AddressRange.WHOLE.contains(page);
    return faults
        ? enter(page, Entry.Kind.MIRRORED, () -> pages.fault(page, access, owner()), transfer)
        : outcome;
  }

  /** Looks a page up, in one of the ways there are. */
  private interface LookUp {
    /** Before the sequence is read: what this changes is no collision. */
    default void prepare() {}

    Page page();
  }

  /**
   * A page that was made exclusive and not entered, since something collided, would be announced as
   * CLEAR when it is made so again, and that would collide for ever.
   */
  private final class Exclusive implements LookUp {
    private final long page;

    Exclusive(long page) {
      this.page = page;
    }

    @Override
    public void prepare() {
      pages.fault(page, Access.WRITE);
    }

    @Override
    public Page page() {
      return pages.makeExclusive(page, owner());
    }
  }

  private AccessOutcome enter(long page, Entry.Kind kind, LookUp lookUp, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    long left = PATIENCE_NANOS;
    while (outcome == AccessOutcome.BUSY && left > 0) {
      lookUp.prepare();
      long sequence = everything.readBegin(left);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page seen = lookUp.page();
      if (!seen.isPresent() && seen.failure() != AccessOutcome.BUSY) {
        return seen.failure();
      }
      if (seen.isPresent()) {
        outcome = mirror.enter(everything, sequence, Entry.of(page, seen, kind), transfer);
      }
      left = deadline - context.nanoTime();
    }
    return outcome;
  }

  /**
   * Takes a page for the device alone, until the CPU touches it.
   *
   * @return MADE, HIT when it has it already, REFUSED when it may not be written or is not private,
   *     DETACHED, or BUSY
   */
  AccessOutcome makeExclusive(long address) {
    long page = address & -AddressRange.PAGE_SIZE;
    return mirror.isExclusive(page)
        ? AccessOutcome.HIT
        : enter(page, Entry.Kind.EXCLUSIVE, new Exclusive(page), Transfer.NOTHING);
  }

  /** How many pages of a range the device has for itself alone. */
  long exclusive(AddressRange range) {
    return mirror.copy(range).stream().filter(each -> each.kind() == Entry.Kind.EXCLUSIVE).count();
  }

  /** Moves pages into the device's memory; see {@link PageSource#migrateToDevice}. */
  Migration migrateToDevice(AddressRange range) {
    return pages.migrateToDevice(range.start(), range.end(), memory);
  }

  /** Moves pages back; see {@link PageSource#migrateToSystem}. */
  Migration migrateToSystem(AddressRange range) {
    return pages.migrateToSystem(range.start(), range.end(), memory);
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
      seen.add(Seen.of(pages.look(at, owner())));
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

  /** {@inheritDoc} What is in the device's memory goes back to the system. */
  @Override
  public void detach() {
    mirror.freeze();
    for (long page : mirror.inMemory()) {
      migrateToSystem(AddressRange.page(page));
    }
  }
}
