package mm.replay;

import java.util.NavigableMap;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.SecondaryTlbNotifier;
import mm.spi.TranslationVisitor;

/** A plain driver that is told of nothing but flushes. */
@DriverInfo(
    id = "tlb",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "secondary-tlb",
    callbacks = {"release", "flush-secondary-tlb"},
    pages = "unpinned",
    hardware = "none",
    notifiers = TlbDriver.Attached.class)
public final class TlbDriver implements NotifierDriver {
  private final Runnable inFlush;

  /** Makes the driver. */
  public TlbDriver() {
    this(() -> {});
  }

  TlbDriver(Runnable inFlush) {
    this.inFlush = inFlush;
  }

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(context.pages(), inFlush);
    context.subscribe(attached);
    return attached;
  }

  /** One attachment: notifier and device at once. */
  static final class Attached implements SecondaryTlbNotifier, Device {
    private final PageSource pages;
    private final Runnable inFlush;
    private final NavigableMap<Long, Page> held = new TreeMap<>();
    private long made;
    private long dropped;
    private long told;

    Attached(PageSource pages, Runnable inFlush) {
      this.pages = pages;
      this.inFlush = inFlush;
    }

    @Override
    public synchronized void flushSecondaryTlb(AddressSpace space, long start, long end) {
      told++;
      inFlush.run();
      dropped += held.subMap(start, end).size();
      held.subMap(start, end).clear();
    }

    @Override
    public synchronized void release(AddressSpace space) {
      dropped += held.size();
      held.clear();
    }

    @Override
    public synchronized AccessOutcome access(long address, Access access) {
      Page page = pages.fault(address, access);
      if (!page.isPresent()) {
        return page.failure();
      }
      made++;
      dropped += held.put(address & -AddressRange.PAGE_SIZE, page) == null ? 0 : 1;
      return AccessOutcome.MADE;
    }

    @Override
    public synchronized void translations(AddressRange range, TranslationVisitor visitor) {
      held.subMap(range.start(), range.end())
          .forEach((address, page) -> visitor.visit(address, page.frame(), page.rights()));
    }

    @Override
    public synchronized DeviceCounters counters() {
      return new DeviceCounters(held.size(), made, dropped, told, 0, 0);
    }

    @Override
    public void quiesce() {}

    @Override
    public void detach() {}
  }
}
