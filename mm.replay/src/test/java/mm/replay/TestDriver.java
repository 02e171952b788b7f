package mm.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;

/** A plain driver that can be made to misbehave in one way. */
@DriverInfo(
    id = "test",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "pinned",
    hardware = "none",
    notifiers = TestDriver.Attached.class)
public final class TestDriver implements NotifierDriver {
  /** What it does wrong. */
  enum Fault {
    NONE,
    FORGETS_LAST_PAGE,
    THROWS_IN_START,
    THROWS_IN_END,
    /** Its device goes on using frames that it says it has dropped. */
    USES_OLD_FRAMES,
    /** It takes a reference to each page that it translates, and gives none back. */
    KEEPS_PAGES;

    /** A file of that name beside the classes of a bundle holds one. */
    static final String FILE = "fault";

    private static Fault ofThisBundle() {
      try (InputStream in = Fault.class.getResourceAsStream(FILE)) {
        return in == null ? NONE : valueOf(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Fault fault;
  PageSource source;

  /** A driver with the fault of its bundle, and without one where it is in none. */
  public TestDriver() {
    this(Fault.ofThisBundle());
  }

  TestDriver(Fault fault) {
    this.fault = fault;
  }

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(fault, source == null ? context.pages() : source);
    context.subscribe(attached);
    return attached;
  }

  /** One attachment: notifier and device at once. */
  static final class Attached implements PairedNotifier, DataDevice {
    private record Translation(long frame, Access rights) {}

    private final Fault fault;
    private final PageSource pages;
    private final NavigableMap<Long, Translation> held = new TreeMap<>();
    private final NavigableMap<Long, Translation> old = new TreeMap<>();
    private int open;
    private long sequence;
    private long made;
    private long dropped;
    private long told;
    private long inVain;

    Attached(Fault fault, PageSource pages) {
      this.fault = fault;
      this.pages = pages;
    }

    @Override
    public synchronized void start(InvalidationRange range) {
      long end =
          fault == Fault.FORGETS_LAST_PAGE ? range.end() - AddressRange.PAGE_SIZE : range.end();
      NavigableMap<Long, Translation> gone = held.subMap(range.start(), true, end, false);
      open++;
      sequence++;
      told++;
      inVain += gone.isEmpty() ? 1 : 0;
      dropped += gone.size();
      if (fault == Fault.USES_OLD_FRAMES) {
        old.putAll(gone);
      }
      gone.clear();
      if (fault == Fault.THROWS_IN_START) {
        throw new IllegalArgumentException("planted");
      }
    }

    @Override
    public synchronized void end(InvalidationRange range) {
      open--;
      if (fault == Fault.THROWS_IN_END) {
        throw new IllegalArgumentException("planted");
      }
    }

    @Override
    public synchronized void release(AddressSpace space) {
      sequence++;
      dropped += held.size();
      held.clear();
    }

    /** Faults without the lock, which a callback needs: the fault may wait for its section. */
    @Override
    public AccessOutcome access(long address, Access access, Transfer transfer) {
      long page = address & -AddressRange.PAGE_SIZE;
      long seen = sequence();
      if (hits(page, access, transfer)) {
        return AccessOutcome.HIT;
      }
      Page found = pages.fault(page, access);
      return found.isPresent() ? make(page, found, seen, transfer) : found.failure();
    }

    private synchronized long sequence() {
      return sequence;
    }

    private synchronized boolean hits(long page, Access access, Transfer transfer) {
      Translation present = old.getOrDefault(page, held.get(page));
      boolean hit = present != null && present.rights.allows(access);
      if (hit) {
        transfer.use(present.frame);
      }
      return hit;
    }

    /** R1.4: what was looked up before a section began, or inside one, is not used. */
    private synchronized AccessOutcome make(long page, Page found, long seen, Transfer transfer) {
      if (open > 0 || sequence != seen) {
        return AccessOutcome.BUSY;
      }
      if (fault == Fault.KEEPS_PAGES) {
        pages.pin(page, found.rights());
      }
      made++;
      held.put(page, new Translation(found.frame(), found.rights()));
      transfer.use(found.frame());
      return AccessOutcome.MADE;
    }

    @Override
    public synchronized void translations(AddressRange range, TranslationVisitor visitor) {
      held.subMap(range.start(), true, range.end(), false)
          .forEach((page, t) -> visitor.visit(page, t.frame, t.rights));
    }

    @Override
    public synchronized DeviceCounters counters() {
      return new DeviceCounters(held.size(), made, dropped, told, inVain, 0);
    }

    @Override
    public void quiesce() {}

    @Override
    public void detach() {}
  }
}
