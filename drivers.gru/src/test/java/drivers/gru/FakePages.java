package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** The CPU's page tables, by hand, with a step before and after each look-up. */
final class FakePages implements PageSource {
  private final FakeContext context;
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private final Map<Long, Page> demand = new ConcurrentHashMap<>();
  private Runnable before = () -> {};
  private Runnable after = () -> {};
  private int faults;

  FakePages(FakeContext context) {
    this.context = context;
  }

  void map(long address, long frame, Access rights) {
    table.put(address & -4096, Page.present(frame, rights));
  }

  void unmap(long address) {
    table.remove(address & -4096);
  }

  void steps(Runnable beforeLookUp, Runnable afterLookUp) {
    before = beforeLookUp;
    after = afterLookUp;
  }

  int faults() {
    return faults;
  }

  @Override
  public Page fault(long address, Access access) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    faults++;
    before.run();
    Page made = demand.remove(address & -4096);
    if (made != null) {
      table.put(address & -4096, made);
    }
    Page page = allowed(lookUp(address), access);
    after.run();
    return page;
  }

  private static Page allowed(Page page, Access access) {
    return !page.isPresent() || page.rights().allows(access) ? page : Page.NO_PERMISSION;
  }

  /** Makes a page known to {@link #fault} only, as if it had to be made first. */
  void mapOnDemand(long address, long frame, Access rights) {
    unmap(address);
    demand.put(address & -4096, Page.present(frame, rights));
  }

  @Override
  public Page snapshot(long address) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    before.run();
    Page page = lookUp(address);
    after.run();
    return page;
  }

  private Page lookUp(long address) {
    return table.getOrDefault(address & -4096, Page.HOLE);
  }

  @Override
  public Page pin(long address, Access access) {
    throw new UnsupportedOperationException("this driver pins nothing");
  }

  @Override
  public void unpin(long frame) {
    throw new UnsupportedOperationException("this driver pins nothing");
  }
}
