package mm.machine;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/** A device that mirrors pages by count and sequence; may be told to forget to drop one page. */
public final class MirrorDevice implements Device, PairedNotifier {
  private final PageSource pages;
  private final NavigableMap<Long, Page> held = new TreeMap<>();
  private int active;
  private long sequence;
  private long forgotten = -1;

  private MirrorDevice(PageSource pages) {
    this.pages = pages;
  }

  public static MirrorDevice attach(UserProcess process) {
    MirrorDevice device = new MirrorDevice(process.pages());
    process.space().subscribe(device, Declaration.neverBlocking("mirror"));
    return device;
  }

  /** Plants the bug: this page's translation survives invalidations. */
  public void forgetToDrop(long address) {
    forgotten = address;
  }

  synchronized int size() {
    return held.size();
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    for (int attempt = 0; attempt < 1000; attempt++) {
      long before;
      synchronized (this) {
        Page known = held.get(page);
        if (known != null && known.rights().allows(access)) {
          return AccessOutcome.HIT;
        }
        before = sequence;
      }
      Page found = pages.fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      synchronized (this) {
        if (active == 0 && sequence == before) {
          held.put(page, found);
          return AccessOutcome.MADE;
        }
      }
      Thread.yield();
    }
    return AccessOutcome.BUSY;
  }

  @Override
  public synchronized void start(InvalidationRange range) {
    active++;
    Page kept = held.get(forgotten);
    held.subMap(range.start(), range.end()).clear();
    if (kept != null) {
      held.put(forgotten, kept);
    }
  }

  @Override
  public synchronized void end(InvalidationRange range) {
    active--;
    sequence++;
  }

  @Override
  public synchronized void release(AddressSpace space) {
    held.clear();
  }

  @Override
  public synchronized void translations(AddressRange range, TranslationVisitor visitor) {
    for (Map.Entry<Long, Page> entry : held.subMap(range.start(), range.end()).entrySet()) {
      visitor.visit(entry.getKey(), entry.getValue().frame(), entry.getValue().rights());
    }
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(size(), 0, 0, 0, 0, 0);
  }

  @Override
  public void quiesce() {
    release(null);
  }

  @Override
  public void detach() {}
}
