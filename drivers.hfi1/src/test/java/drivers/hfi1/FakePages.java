package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/** The CPU's page tables, by hand, with a step after each pin, and the pins. */
final class FakePages implements PageSource {
  private final FakeContext context;
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private final Map<Long, Integer> pins = new ConcurrentHashMap<>();
  private volatile Runnable after = () -> {};

  FakePages(FakeContext context) {
    this.context = context;
  }

  void map(long address, long frame, Access rights) {
    table.put(address & -4096, Page.present(frame, rights));
  }

  /** Done after each pin. */
  void afterEach(Runnable step) {
    after = step;
  }

  /** Done after the next pin only. */
  void afterNext(Runnable step) {
    after =
        () -> {
          after = () -> {};
          step.run();
        };
  }

  /** Frame to number of pins, of those frames that are pinned. */
  Map<Long, Integer> pins() {
    return pins;
  }

  @Override
  public Page fault(long address, Access access) {
    throw new UnsupportedOperationException("this driver pins");
  }

  @Override
  public Page snapshot(long address) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    return table.getOrDefault(address & -4096, Page.HOLE);
  }

  @Override
  public Page pin(long address, Access access) {
    Page page = snapshot(address);
    if (page.isPresent() && !page.rights().allows(access)) {
      return Page.NO_PERMISSION;
    }
    if (page.isPresent()) {
      pins.merge(page.frame(), 1, Integer::sum);
    }
    after.run();
    return page;
  }

  @Override
  public void unpin(long frame) {
    assertEquals(0, context.locksHeld(), "no lock is held over a page source");
    pins.compute(
        frame,
        (key, count) -> {
          assertNotNull(count, "unpinned more often than pinned");
          return count == 1 ? null : count - 1;
        });
  }
}
