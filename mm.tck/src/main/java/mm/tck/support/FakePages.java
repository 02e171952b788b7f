package mm.tck.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The CPU's page tables, by hand: pages that are in them, pages that only a fault brings in, pins,
 * and steps of a test before and after each look. No lock may be held over a look.
 */
public final class FakePages implements PageSource {
  /** How a driver looks at the tables. */
  public enum Look {
    /** {@link PageSource#fault}. */
    FAULT,
    /** {@link PageSource#pin}. */
    PIN,
    /** {@link PageSource#snapshot}. */
    SNAPSHOT
  }

  private final HeldLocks held;
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private final Map<Long, Page> onDemand = new ConcurrentHashMap<>();
  private final Map<Long, Integer> pins = new ConcurrentHashMap<>();
  private final Map<Look, Runnable> before = new EnumMap<>(Look.class);
  private final Map<Look, Runnable> after = new EnumMap<>(Look.class);
  private volatile int faults;

  FakePages(HeldLocks held) {
    this.held = held;
    for (Look each : Look.values()) {
      steps(() -> {}, () -> {}, each);
    }
  }

  /**
   * Maps a page.
   *
   * @param address in the page
   * @param frame where it leads
   * @param rights what is allowed
   */
  public void map(long address, long frame, Access rights) {
    table.put(address & -4096, Page.present(frame, rights));
  }

  /**
   * Takes a page away for good, also from a fault that is under way.
   *
   * @param address in the page
   */
  public synchronized void unmap(long address) {
    onDemand.remove(address & -4096);
    table.remove(address & -4096);
  }

  /**
   * Makes a page known to the next fault, as if it had to be made first.
   *
   * @param address in the page
   * @param page what the fault will find; its answer if that is not present
   */
  public synchronized void mapOnDemand(long address, Page page) {
    onDemand.put(address & -4096, page);
  }

  /**
   * Sets what happens around each look of some kinds.
   *
   * @param first done before the tables are looked at
   * @param then done afterwards, before the driver gets the answer
   * @param looks which kinds
   */
  public void steps(Runnable first, Runnable then, Look... looks) {
    synchronized (before) {
      for (Look each : looks) {
        before.put(each, first);
        after.put(each, then);
      }
    }
  }

  /**
   * Sets what happens after the next look of a kind only.
   *
   * @param look which kind
   * @param step done before the driver gets the answer
   */
  public void afterNext(Look look, Runnable step) {
    steps(
        () -> {},
        () -> {
          steps(() -> {}, () -> {}, look);
          step.run();
        },
        look);
  }

  private void run(Map<Look, Runnable> steps, Look look) {
    Runnable step;
    synchronized (before) {
      step = steps.get(look);
    }
    step.run();
    held.pass();
  }

  /**
   * How often the driver faulted.
   *
   * @return at least 0
   */
  public int faults() {
    return faults;
  }

  /**
   * The pins that were not given back.
   *
   * @return frame to number of pins, of those frames that are pinned
   */
  public Map<Long, Integer> pins() {
    return pins;
  }

  /**
   * What the tables say, without any step.
   *
   * @param address in the page
   * @return the frame, 0 when nothing is mapped
   */
  public long frame(long address) {
    return entry(address).frame();
  }

  private Page entry(long address) {
    return table.getOrDefault(address & -4096, Page.HOLE);
  }

  private void refuseLocks() {
    assertEquals(0, held.count(), "no lock is held over a page source");
  }

  @Override
  public Page fault(long address, Access access) {
    refuseLocks();
    faults++;
    run(before, Look.FAULT);
    Page page = allowed(bring(address), access);
    run(after, Look.FAULT);
    return page;
  }

  private synchronized Page bring(long address) {
    Page brought = onDemand.remove(address & -4096);
    if (brought != null && brought.isPresent()) {
      table.put(address & -4096, brought);
    }
    return table.getOrDefault(address & -4096, brought == null ? Page.HOLE : brought);
  }

  private static Page allowed(Page page, Access access) {
    return !page.isPresent() || page.rights().allows(access) ? page : Page.NO_PERMISSION;
  }

  @Override
  public Page snapshot(long address) {
    refuseLocks();
    run(before, Look.SNAPSHOT);
    Page page = entry(address);
    run(after, Look.SNAPSHOT);
    return page;
  }

  @Override
  public Page pin(long address, Access access) {
    refuseLocks();
    run(before, Look.PIN);
    Page page = allowed(entry(address), access);
    if (page.isPresent()) {
      pins.merge(page.frame(), 1, Integer::sum);
    }
    run(after, Look.PIN);
    return page;
  }

  @Override
  public void unpin(long frame) {
    pins.compute(
        frame,
        (key, count) -> {
          assertNotNull(count, "unpinned more often than pinned");
          return count == 1 ? null : count - 1;
        });
  }
}
