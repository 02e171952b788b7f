package mm.core.registry;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;

/**
 * A driver in a space. Quarantine takes the driver out and leaves the attachment, with the old
 * device, for whoever holds it; a swap puts another driver into it.
 *
 * <p>The crew changes under the lock of this object, and driver code never runs under it.
 */
final class DriverAttachment implements Attachment {
  private static final long PARK_NANOS = 10_000;

  private final AttachableSpace space;
  private volatile DriverEntry entry; // written under this
  private volatile Crew crew; // written under this
  private volatile boolean closed; // written under this
  private volatile Runnable inSpace = () -> {};

  DriverAttachment(DriverEntry entry, AttachableSpace space, Crew crew) {
    this.entry = entry;
    this.space = space;
    this.crew = crew;
  }

  @Override
  public String driver() {
    return entry.id();
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  /** From now on it goes with its space; which forgets it when it goes earlier. */
  void goWithSpace() {
    inSpace = space.afterRelease(this::close);
    if (closed) {
      inSpace.run();
    }
  }

  AttachableSpace attachable() {
    return space;
  }

  @Override
  public Device device() {
    return crew.serving().device();
  }

  @Override
  public Map<String, String> options() {
    return crew.serving().options();
  }

  /**
   * Asks again when who was asked has been replaced meanwhile; waits while who is asked may make no
   * translation any more and its successor does not serve yet, which the swap's limit bounds.
   */
  @Override
  public AccessOutcome access(long address, Access access) {
    while (true) {
      Placement asked = crew.serving();
      AccessOutcome outcome = access(asked, address, access);
      if (outcome == AccessOutcome.BUSY && asked.frozen() && !closed) {
        LockSupport.parkNanos(this, PARK_NANOS);
      } else if (outcome != AccessOutcome.DETACHED && outcome != AccessOutcome.BUSY
          || crew.serving() == asked) {
        return outcome;
      }
    }
  }

  /** A device that is let go of during an access cannot keep its promises any more. */
  private static AccessOutcome access(Placement asked, long address, Access access) {
    try {
      return asked.device().access(address, access);
    } catch (RuntimeException e) {
      if (asked.closed()) {
        return AccessOutcome.DETACHED;
      }
      throw e;
    }
  }

  Crew crew() {
    return crew;
  }

  boolean closed() {
    return closed;
  }

  void suspend() {
    crew.all().forEach(Placement::close);
  }

  /** Attaches a driver anew if it is out, and the attachment is still open and its own. */
  void resume(DriverEntry driver) {
    Crew old = crew; // before the entry: who is in a place changes with it
    if (entry != driver || gone() || old.doubled() || !old.first().closed()) {
      return;
    }
    Placement fresh = driver.place(space);
    if (!replace(old, Crew.of(fresh))) {
      fresh.close();
    }
  }

  private boolean gone() {
    return closed || space.released();
  }

  private synchronized boolean replace(Crew old, Crew now) {
    if (gone() || crew != old) {
      return false;
    }
    crew = now;
    return true;
  }

  /** Puts a successor beside the driver; false when there is nothing to succeed to. */
  boolean pair(Placement successor, Turn turn) {
    Crew old = crew;
    return !old.doubled()
        && !old.first().closed()
        && replace(old, new Crew(old.first(), successor, turn));
  }

  /** Nobody is here from now on; the place is another's to fill. Who was here has been closed. */
  synchronized void vacate(DriverEntry next) {
    entry = next;
    crew = Crew.of(Placement.vacant());
  }

  /** Leaves the place to the successor; the answer is who has to go, null when nobody is left. */
  synchronized Placement settle(DriverEntry successor) {
    Crew pair = crew;
    entry = successor;
    if (!pair.doubled()) {
      return null;
    }
    crew = Crew.of(pair.second());
    return pair.first();
  }

  /** Leaves the place to who had it; the answer is who has to go, null without that swap. */
  synchronized Placement unpair(Turn turn) {
    Crew pair = crew;
    if (pair.turn() != turn) {
      return null;
    }
    crew = Crew.of(pair.first());
    return pair.second();
  }

  private synchronized Crew leave() {
    closed = true;
    return crew;
  }

  @Override
  public void close() {
    leave().all().forEach(Placement::close);
    entry.left(this);
    inSpace.run();
  }
}
