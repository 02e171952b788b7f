package mm.it.testdrivers;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/** Keeps the last page of each range that it is told to drop, as an off-by-one error does. */
@DriverInfo(
    id = "forgetful",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = ForgetfulDriver.Attached.class)
public final class ForgetfulDriver implements NotifierDriver {
  /** For the engine. */
  public ForgetfulDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(context.pages());
    context.subscribe(attached);
    return attached;
  }

  /** One attachment: notifier and device at once. */
  static final class Attached implements PairedNotifier, Device {
    private final PageSource pages;
    private final NavigableMap<Long, Page> held = new ConcurrentSkipListMap<>();
    private volatile boolean detached;

    Attached(PageSource pages) {
      this.pages = pages;
    }

    @Override
    public void start(InvalidationRange range) {
      held.subMap(range.start(), range.end() - AddressRange.PAGE_SIZE).clear();
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {
      held.clear();
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long page = address & -AddressRange.PAGE_SIZE;
      if (detached) {
        return AccessOutcome.DETACHED;
      }
      Page known = held.get(page);
      if (known != null && known.rights().allows(access)) {
        return AccessOutcome.HIT;
      }
      Page found = pages.fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      held.put(page, found);
      return AccessOutcome.MADE;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      held.subMap(range.start(), range.end())
          .forEach((page, each) -> visitor.visit(page, each.frame(), each.rights()));
    }

    @Override
    public DeviceCounters counters() {
      return new DeviceCounters(held.size(), 0, 0, 0, 0, 0);
    }

    @Override
    public void quiesce() {
      detached = true;
      held.clear();
    }

    @Override
    public void detach() {
      quiesce();
    }
  }
}
