package drivers.nouveau;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** The CPU's page tables, by hand, with a step after each look at them. */
final class FakePages implements PageSource {
  private final FakeMutex mutex;
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private volatile Runnable after = () -> {};

  FakePages(FakeMutex mutex) {
    this.mutex = mutex;
  }

  void map(long address, long frame, Access rights) {
    table.put(address & -4096, Page.present(frame, rights));
  }

  /** Done after each look. */
  void afterEach(Runnable step) {
    after = step;
  }

  /** Done after the next look only. */
  void afterNext(Runnable step) {
    after =
        () -> {
          after = () -> {};
          step.run();
        };
  }

  @Override
  public Page fault(long address, Access access) {
    assertFalse(mutex.heldByThisThread(), "no lock is held over a page source");
    Page page = snapshot(address);
    after.run();
    return page.isPresent() && !page.rights().allows(access) ? Page.NO_PERMISSION : page;
  }

  @Override
  public Page snapshot(long address) {
    return table.getOrDefault(address & -4096, Page.HOLE);
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
