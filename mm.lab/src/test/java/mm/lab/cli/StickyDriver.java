package mm.lab.cli;

import java.util.Map;
import java.util.TreeMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/** Wrong whenever its classes have been used before: then it drops nothing when it is told. */
@DriverInfo(
    id = "sticky",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = StickyDriver.Attached.class)
public final class StickyDriver implements NotifierDriver {
  private static boolean used;

  /** For the lab. */
  public StickyDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached(context, used);
    used = true;
    context.subscribe(attached);
    return attached;
  }

  static final class Attached extends EmptyDevice implements PairedNotifier {
    private final DriverContext context;
    private final boolean sticky;
    private final Map<Long, Page> held = new TreeMap<>();

    Attached(DriverContext context, boolean sticky) {
      this.context = context;
      this.sticky = sticky;
    }

    @Override
    public void start(InvalidationRange range) {
      if (!sticky) {
        held.keySet().removeIf(range.toRange()::contains);
      }
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {
      held.clear();
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      Page found = context.pages().fault(address, access);
      if (found.isPresent()) {
        held.put(address, found);
      }
      return found.isPresent() ? AccessOutcome.MADE : found.failure();
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      held.forEach(
          (address, page) -> {
            if (range.contains(address)) {
              visitor.visit(address, page.frame(), page.rights());
            }
          });
    }

    @Override
    public void quiesce() {
      held.clear();
    }
  }
}
