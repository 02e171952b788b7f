package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The CPU's page tables, by hand: pages that are in them, pages that a fault would bring in, and a
 * step after each look at the tables.
 */
final class FakePages implements PageSource {
  private final FakeContext context;
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private final Map<Long, Page> absent = new ConcurrentHashMap<>();
  private volatile Runnable afterSnapshot = () -> {};
  private volatile Runnable duringFault = () -> {};
  private volatile int faults;

  FakePages(FakeContext context) {
    this.context = context;
  }

  void map(long address, long frame, Access rights) {
    table.put(address & -4096, Page.present(frame, rights));
  }

  /** Takes a page away for good, also from a fault that is under way. */
  synchronized void unmap(long address) {
    absent.remove(address & -4096);
    table.remove(address & -4096);
  }

  /** A page that is mapped but not present. */
  void absent(long address, Page page) {
    absent.put(address & -4096, page);
  }

  /** Done once, after the next look at the tables. */
  void afterSnapshot(Runnable step) {
    afterSnapshot = step;
  }

  void duringFault(Runnable step) {
    duringFault = step;
  }

  int faults() {
    return faults;
  }

  @Override
  public Page snapshot(long address) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    Page page = table.getOrDefault(address & -4096, Page.HOLE);
    Runnable step = afterSnapshot;
    afterSnapshot = () -> {};
    step.run();
    return page;
  }

  @Override
  public synchronized Page fault(long address, Access access) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    faults++;
    duringFault.run();
    Page brought = absent.remove(address & -4096);
    if (brought != null && brought.isPresent()) {
      table.put(address & -4096, brought);
    }
    Page page = table.getOrDefault(address & -4096, brought == null ? Page.HOLE : brought);
    return page.isPresent() && !page.rights().allows(access) ? Page.NO_PERMISSION : page;
  }

  @Override
  public Page pin(long address, Access access) {
    throw new UnsupportedOperationException("this driver does not pin");
  }

  @Override
  public void unpin(long frame) {
    throw new UnsupportedOperationException("this driver does not pin");
  }
}
