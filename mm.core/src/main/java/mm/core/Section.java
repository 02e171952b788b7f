package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;

/**
 * One open section, or a free place for one: a frame on a thread's stack, reused for ever, and the
 * view that callbacks get.
 *
 * <p><b>Concurrency.</b> Written by the owning thread only. Others read {@code stamp}, and the
 * other fields under its protection: a section is open as long as the stamp is not 0, and is the
 * same one as long as the stamp is unchanged ({@link #same}).
 */
final class Section implements InvalidationRange {
  private static final VarHandle STAMP;

  static {
    try {
      STAMP = MethodHandles.lookup().findVarHandle(Section.class, "stamp", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final IntervalHits hits = new IntervalHits();
  ListSnapshot list;
  boolean countedByIntervals;
  long beganNanos;

  @SuppressWarnings("unused") // through STAMP
  private long stamp;

  private CoreSpace space;
  private InvalidationEvent event;
  private long start;
  private long end;
  private Blocking blocking;
  private MigrationOwner owner;

  /** Fills the place and, with the stamp, shows it to others. */
  Section open(CoreSpace where, InvalidationEvent why, long from, long to) {
    space = where;
    event = why;
    start = from;
    end = to;
    countedByIntervals = false;
    beganNanos = -1;
    return this;
  }

  Section publish(Blocking how, MigrationOwner who, long newStamp) {
    blocking = how;
    owner = who;
    STAMP.setRelease(this, newStamp);
    return this;
  }

  /** Ends the section; pairs with the acquire in {@link #lvStamp}. */
  void retire() {
    STAMP.setRelease(this, 0L);
    list = ListSnapshot.EMPTY; // keeps no closed subscriber alive
  }

  long lvStamp() {
    return (long) STAMP.getAcquire(this);
  }

  /** Whether the section seen under a stamp is still the one in this place. */
  boolean same(long seen) {
    VarHandle.acquireFence();
    return lvStamp() == seen;
  }

  boolean in(CoreSpace other) {
    return space == other;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public InvalidationEvent event() {
    return event;
  }

  @Override
  public Blocking blocking() {
    return blocking;
  }

  @Override
  public MigrationOwner owner() {
    return owner;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public String toString() {
    return event + " " + mm.api.AddressRange.text(start, end);
  }
}
