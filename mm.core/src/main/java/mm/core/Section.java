package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.core.flight.SectionEvent;

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
  long beganNanos = -1;

  /** While a flight recording wants sections; else null. */
  SectionEvent recording;

  /** What {@link UnannouncedSections#cover} answered; 0 in a free place. */
  int covers;

  /** Which of the list's starters or enders is being called. */
  int calling;

  private long stamp; // written through STAMP

  private AddressSpace space;
  private InvalidationEvent event;
  private long start;
  private long end;
  private Blocking blocking = Blocking.ALLOWED;
  private MigrationOwner owner = MigrationOwner.NONE;

  /**
   * Fills the place. Most sections of a place are alike, so references are compared before they are
   * stored: a store of a reference costs a garbage collector's barrier, a comparison nothing.
   */
  Section open(AddressSpace where, InvalidationEvent why, long from, long to) {
    if (space != where) {
      space = where;
    }
    if (event != why) {
      event = why;
    }
    start = from;
    end = to;
    return this;
  }

  /** What is unusual about a section; a free place has none of it. */
  Section carry(Blocking how, MigrationOwner who) {
    if (blocking != how) {
      blocking = how;
    }
    if (owner != who) {
      owner = who;
    }
    return this;
  }

  /** Shows the section to others. */
  void publish(long newStamp) {
    STAMP.setRelease(this, newStamp);
  }

  /** The subscribers of this section; stays after its end, see {@link RetiredSnapshots}. */
  void uses(ListSnapshot now) {
    if (list != now) {
      list = now;
    }
  }

  /** Ends the section; pairs with the acquire in {@link #laStamp}. */
  void retire() {
    STAMP.setRelease(this, 0L);
  }

  /** Acquire read of the stamp, for other threads. */
  long laStamp() {
    return (long) STAMP.getAcquire(this);
  }

  /** Plain read of the stamp, for the owner. */
  long ownStamp() {
    return stamp;
  }

  /** Whether the section seen under a stamp is still the one in this place. */
  boolean same(long seen) {
    VarHandle.acquireFence();
    return laStamp() == seen;
  }

  boolean in(AddressSpace other) {
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
