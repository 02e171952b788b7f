package mm.core.swap;

import java.util.Arrays;
import java.util.Map;
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
import mm.spi.PageSource;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/**
 * A device with the protocol of count and sequence, that judges itself: under its own lock it holds
 * no translation of a page that is being changed, so one that differs from memory is stale.
 */
final class LoadDevice implements Device, HandOver {
  private final LoadMemory memory;
  private final Ledger ledger;
  private final PageSource pages;
  private final long[] held = new long[LoadMemory.PAGES]; // all guarded by this
  private int open;
  private long sequence;
  private long made;
  private boolean quiesced;

  LoadDevice(LoadMemory memory, Ledger ledger, PageSource pages) {
    this.memory = memory;
    this.ledger = ledger;
    this.pages = pages;
  }

  static LoadDevice in(DriverContext context, LoadMemory memory, Ledger ledger) {
    LoadDevice device = new LoadDevice(memory, ledger, context.pages());
    context.subscribe(device.new Listener());
    ledger.entered(device);
    return device;
  }

  /** Its ears. */
  final class Listener implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      begin(range);
    }

    @Override
    public void end(InvalidationRange range) {
      over();
    }

    @Override
    public void release(AddressSpace space) {}
  }

  synchronized void begin(InvalidationRange range) {
    open++;
    sequence++;
    for (int i = 0; i < held.length; i++) {
      long address = LoadMemory.address(i);
      held[i] = address >= range.start() && address < range.end() ? 0 : held[i];
    }
  }

  /** Counts too: what was looked up inside the section may be what it took away. */
  synchronized void over() {
    sequence++;
    if (--open < 0) {
      ledger.split.increment();
    }
  }

  synchronized boolean holds(int firstPage, int endPage) {
    for (int i = firstPage; i < endPage; i++) {
      if (held[i] != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    int page = LoadMemory.page(address);
    while (true) {
      long seen;
      synchronized (this) {
        if (quiesced) {
          return AccessOutcome.DETACHED;
        }
        if (held[page] != 0) {
          use(page);
          return AccessOutcome.HIT;
        }
        seen = sequence;
      }
      Page found = pages.fault(address, access);
      if (found == Page.BUSY) {
        return AccessOutcome.BUSY;
      }
      if (make(page, found, seen)) {
        return AccessOutcome.MADE;
      }
      Thread.yield(); // until the sections are over, as a driver does that may wait
    }
  }

  private void use(int page) {
    if (held[page] != memory.frame(page)) {
      ledger.stale.increment();
    }
  }

  private synchronized boolean make(int page, Page found, long seen) {
    if (quiesced || open > 0 || sequence != seen) {
      return false;
    }
    held[page] = found.frame();
    made++;
    use(page);
    return true;
  }

  @Override
  public synchronized void translations(AddressRange range, TranslationVisitor visitor) {
    for (int i = 0; i < held.length; i++) {
      long address = LoadMemory.address(i);
      if (held[i] != 0 && range.contains(address)) {
        visitor.visit(address, held[i], Access.WRITE);
      }
    }
  }

  @Override
  public synchronized DeviceCounters counters() {
    return new DeviceCounters(0, made, 0, sequence, 0, 0);
  }

  @Override
  public synchronized void quiesce() {
    quiesced = true;
    Arrays.fill(held, 0);
  }

  @Override
  public synchronized void detach() {
    if (open != 0) {
      ledger.split.increment();
    }
    ledger.left(this);
  }

  @Override
  public String stateForm() {
    return "load/1";
  }

  @Override
  public synchronized Map<String, Object> exportState() {
    return Map.of("frames", held.clone());
  }

  @Override
  public synchronized long importBegin() {
    return open == 0 ? sequence : -1;
  }

  @Override
  public synchronized Answer importState(Map<String, Object> state, long seen) {
    if (open > 0 || sequence != seen) {
      return Answer.WOULD_BLOCK;
    }
    System.arraycopy((long[]) state.get("frames"), 0, held, 0, held.length);
    return Answer.DONE;
  }
}
