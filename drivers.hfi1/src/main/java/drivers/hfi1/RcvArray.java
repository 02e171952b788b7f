package drivers.hfi1;

import java.util.Iterator;
import java.util.List;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.Transfer;

/**
 * The hardware's table of pages that it may receive into (expected receive): entries are programmed
 * when a buffer is set up and named by the sender from then on.
 *
 * <p>An invalidation takes its entry away from the hardware at once. What is left of it, the pin
 * and the subscription, goes later: a subscription cannot be closed from a callback (R2.8). The
 * entry is put on a list of invalid ones, and the user, who is shown an event bit, frees those when
 * it next uses the device.
 */
final class RcvArray {
  /** Entries; for more, the user gives those back that were not used for longest. */
  static final int ENTRIES = 128;

  private final SpinLock lock;
  private final PageSource pages;

  /** The event bit: written under the lock, read by the user without it. */
  private volatile boolean anyInvalid;

  // Protected by the lock.
  private final PinnedPages<TidEntry> programmed = new PinnedPages<>();
  private TidEntry invalid;
  private boolean frozen;
  private long made;
  private long dropped;
  private long told;
  private long toldInVain;
  private long retries;

  RcvArray(DriverContext context) {
    lock = context.spinLock("tid");
    pages = context.pages();
  }

  /** What listens while a buffer is being set up. */
  Cover cover() {
    return new Cover(lock);
  }

  /** Takes an entry away from the hardware. */
  void invalidate(TidEntry entry, IntervalSubscription subscription, long sequence) {
    lock.lock();
    try {
      subscription.setSequence(sequence);
      told++;
      if (entry.state == TidEntry.State.PROGRAMMED) {
        programmed.remove(entry);
        discard(entry);
      } else {
        toldInVain++;
      }
      entry.state = TidEntry.State.FREED;
    } finally {
      lock.unlock();
    }
  }

  /** Takes every entry away from the hardware and programs none any more. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
      TidEntry entry = programmed.take(AddressRange.WHOLE.start(), AddressRange.WHOLE.end());
      while (entry != null) {
        TidEntry after = entry.next;
        discard(entry);
        entry = after;
      }
    } finally {
      lock.unlock();
    }
  }

  private void discard(TidEntry entry) {
    entry.state = TidEntry.State.FREED;
    entry.next = invalid;
    invalid = entry;
    anyInvalid = true;
    dropped++;
  }

  /** What the user does first when it sees the event bit. May wait for sections that are open. */
  void freeInvalid() {
    for (TidEntry entry = anyInvalid ? takeInvalid() : null; entry != null; entry = entry.next) {
      free(entry);
    }
  }

  private TidEntry takeInvalid() {
    lock.lock();
    try {
      TidEntry taken = invalid;
      invalid = null;
      anyInvalid = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of an entry that the hardware does not know. May wait for sections that are open. */
  void free(TidEntry entry) {
    entry.close();
    pages.unpin(entry.frame);
  }

  /** Receives into a page, if it has an entry. */
  boolean receive(long address, Transfer transfer) {
    lock.lock();
    try {
      TidEntry entry = programmed.find(address);
      if (entry != null) {
        programmed.use(entry);
        transfer.use(entry.frame);
      }
      return entry != null;
    } finally {
      lock.unlock();
    }
  }

  boolean holds(long address) {
    lock.lock();
    try {
      return programmed.find(address) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a set-up that an invalidation collided with. */
  void collided() {
    lock.lock();
    try {
      retries++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the entries of a set-up to the hardware, except those that were invalidated meanwhile and
   * those of pages that have one. What it takes is removed from the list.
   *
   * @param wanted the page that the set-up is about
   * @return MADE, HIT when another thread was faster, DETACHED, or BUSY when the wanted page was
   *     invalidated
   */
  AccessOutcome program(List<TidEntry> entries, long wanted, Transfer transfer) {
    AccessOutcome outcome = AccessOutcome.BUSY;
    lock.lock();
    try {
      if (frozen) {
        return AccessOutcome.DETACHED;
      }
      TidEntry faster = programmed.find(wanted);
      if (faster != null) {
        outcome = AccessOutcome.HIT;
        programmed.use(faster); // so that what comes along does not drive it out
      }
      for (Iterator<TidEntry> i = entries.iterator(); i.hasNext(); ) {
        TidEntry entry = i.next();
        if (program(entry)) {
          i.remove();
          outcome = entry.address == wanted ? AccessOutcome.MADE : outcome;
        }
      }
      retries += outcome == AccessOutcome.BUSY ? 1 : 0;
      if (outcome != AccessOutcome.BUSY) {
        transfer.use(programmed.find(wanted).frame);
      }
    } finally {
      lock.unlock();
    }
    return outcome;
  }

  private boolean program(TidEntry entry) {
    if (entry.state == TidEntry.State.FREED || programmed.find(entry.address) != null) {
      return false;
    }
    if (programmed.size() == ENTRIES) {
      TidEntry oldest = programmed.oldest();
      programmed.remove(oldest);
      discard(oldest);
    }
    entry.state = TidEntry.State.PROGRAMMED;
    programmed.add(entry);
    made++;
    return true;
  }

  boolean frozen() {
    lock.lock();
    try {
      return frozen;
    } finally {
      lock.unlock();
    }
  }

  /** Adds the entries of a range to a copy. */
  void copy(AddressRange range, List<Translation> copy) {
    lock.lock();
    try {
      programmed.forEach(
          range.start(),
          range.end(),
          each -> copy.add(new Translation(each.address, each.frame, Access.WRITE)));
    } finally {
      lock.unlock();
    }
  }

  DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(programmed.size(), made, dropped, told, toldInVain, retries);
    } finally {
      lock.unlock();
    }
  }
}
