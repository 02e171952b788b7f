package mm.soak.witness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.HandOver;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * A device with the protocol of count and sequence (R1.4). A pair that is split between two of them
 * makes the count wrong, and is reported by an exception, which the engine records.
 */
final class WitnessDevice implements Device, HandOver {
  private static final int RETRIES = 1000;
  private static final int SLOTS = 256;
  private static final long NONE = -1;

  private final DriverContext context;
  private final SpinLock lock;

  // All guarded by the lock. A page has one slot; another page in it drives it out.
  private final long[] pages = new long[SLOTS];
  private final long[] frames = new long[SLOTS];
  private final Access[] rights = new Access[SLOTS];
  private int open;
  private long sequence;
  private long made;
  private boolean quiesced;

  WitnessDevice(DriverContext context) {
    this.context = context;
    lock = context.spinLock("device");
    Arrays.fill(pages, NONE);
  }

  /** Its notifier. */
  static final class Listener implements PairedNotifier {
    private final WitnessDevice device;
    private final Trouble trouble;
    private final AtomicInteger starts = new AtomicInteger();

    Listener(WitnessDevice device, Trouble trouble) {
      this.device = device;
      this.trouble = trouble;
    }

    @Override
    public void start(InvalidationRange range) {
      device.begin(range);
      trouble.strike(starts.incrementAndGet());
    }

    @Override
    public void end(InvalidationRange range) {
      device.over();
    }

    @Override
    public void release(AddressSpace space) {
      device.dropAll();
    }
  }

  void begin(InvalidationRange range) {
    lock.lock();
    try {
      open++;
      sequence++;
      drop(range.start(), range.end());
    } finally {
      lock.unlock();
    }
  }

  private void drop(long start, long end) {
    for (int i = 0; i < SLOTS; i++) {
      if (pages[i] >= start && pages[i] < end) {
        pages[i] = NONE;
      }
    }
  }

  void over() {
    lock.lock();
    try {
      sequence++;
      open--;
      if (open < 0) {
        throw new IllegalStateException(WitnessDriver.SPLIT + ": an end without its start");
      }
    } finally {
      lock.unlock();
    }
  }

  void dropAll() {
    lock.lock();
    try {
      drop(0, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  private static int slot(long page) {
    return (int) (page / AddressRange.PAGE_SIZE) & SLOTS - 1;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    for (int i = 0; i < RETRIES; i++) {
      long seen = look(page, access);
      if (seen < 0) {
        return seen == NONE ? AccessOutcome.DETACHED : AccessOutcome.HIT;
      }
      Page found = context.pages().fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      if (make(page, found, seen)) {
        return AccessOutcome.MADE;
      }
      Thread.yield();
    }
    return AccessOutcome.BUSY;
  }

  /**
   * The sequence to fault under; below 0 when there is nothing to fault: NONE quiesced, else held.
   */
  private long look(long page, Access access) {
    lock.lock();
    try {
      int slot = slot(page);
      if (quiesced) {
        return NONE;
      }
      return pages[slot] == page && rights[slot].allows(access) ? NONE - 1 : sequence;
    } finally {
      lock.unlock();
    }
  }

  private boolean make(long page, Page found, long seen) {
    lock.lock();
    try {
      if (quiesced || open > 0 || sequence != seen) {
        return false;
      }
      put(page, found.frame(), found.rights());
      made++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void put(long page, long frame, Access right) {
    int slot = slot(page);
    pages[slot] = page;
    frames[slot] = frame;
    rights[slot] = right;
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    lock.lock();
    try {
      for (int i = 0; i < SLOTS; i++) {
        if (pages[i] != NONE && range.contains(pages[i])) {
          visitor.visit(pages[i], frames[i], rights[i]);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(0, made, 0, sequence, 0, 0);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void quiesce() {
    lock.lock();
    try {
      quiesced = true;
      drop(0, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach() {
    lock.lock();
    try {
      if (open != 0) {
        throw new IllegalStateException(
            WitnessDriver.SPLIT + ": " + open + " starts without their end");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String stateForm() {
    return "witness/1";
  }

  /** Pages, frames and rights (1 for writing), in three arrays of the same length. */
  @Override
  public Map<String, Object> exportState() {
    lock.lock();
    try {
      int[] writable = new int[SLOTS];
      for (int i = 0; i < SLOTS; i++) {
        writable[i] = rights[i] == Access.WRITE ? 1 : 0;
      }
      Map<String, Object> state = new HashMap<>();
      state.put("pages", pages.clone());
      state.put("frames", frames.clone());
      state.put("writable", writable);
      return state;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long importBegin() {
    lock.lock();
    try {
      return open == 0 ? sequence : NONE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Answer importState(Map<String, Object> state, long seen) {
    lock.lock();
    try {
      if (open > 0 || sequence != seen) {
        return Answer.WOULD_BLOCK;
      }
      take(
          (long[]) state.get("pages"), (long[]) state.get("frames"), (int[]) state.get("writable"));
      return Answer.DONE;
    } finally {
      lock.unlock();
    }
  }

  private void take(long[] theirs, long[] where, int[] writable) {
    for (int i = 0; i < SLOTS; i++) {
      if (theirs[i] != NONE) {
        put(theirs[i], where[i], writable[i] == 1 ? Access.WRITE : Access.READ);
      }
    }
  }
}
