package mm.deploy.lasting;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/** Mirrors one page, with a count of open sections and a sequence (R1.4). */
@DriverInfo(
    id = "mirror",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = MirrorDriver.Mirror.class)
public final class MirrorDriver implements NotifierDriver {
  static final Declaration DECLARATION = Declaration.neverBlocking("mirror");

  @Override
  public Device attach(DriverContext context) {
    Mirror mirror = new Mirror(context);
    context.subscribe(mirror);
    return mirror;
  }

  /** The device and its notifier. */
  static final class Mirror extends EmptyDevice implements PairedNotifier {
    private final DriverContext context;
    private int open; // all guarded by this
    private long sequence;
    private long frame;
    private boolean gone;

    Mirror(DriverContext context) {
      this.context = context;
    }

    @Override
    public synchronized void start(InvalidationRange range) {
      open++;
      sequence++;
      frame = 0;
    }

    @Override
    public synchronized void end(InvalidationRange range) {
      open--;
    }

    @Override
    public synchronized void release(AddressSpace space) {
      frame = 0;
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long seen;
      synchronized (this) {
        if (gone || frame != 0) {
          return gone ? AccessOutcome.DETACHED : AccessOutcome.HIT;
        }
        seen = sequence;
      }
      Page page = context.pages().fault(address, access);
      return page.isPresent() ? make(page.frame(), seen) : page.failure();
    }

    private synchronized AccessOutcome make(long found, long seen) {
      if (gone || open > 0 || sequence != seen) {
        return gone ? AccessOutcome.DETACHED : AccessOutcome.BUSY;
      }
      frame = found;
      return AccessOutcome.MADE;
    }

    @Override
    public synchronized void translations(AddressRange range, TranslationVisitor visitor) {
      if (frame != 0) {
        visitor.visit(0, frame, Access.WRITE);
      }
    }

    @Override
    public synchronized void quiesce() {
      gone = true;
      frame = 0;
    }
  }
}
