package mm.tck;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.AddressRange;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.PageSource;

/**
 * The CPU's page tables, by hand: what a device can look up is what was mapped, and a step can be
 * put in between a look-up and its answer. Thread-safe.
 */
public final class FakePages implements PageSource {
  private final Map<Long, Page> table = new ConcurrentHashMap<>();
  private final AtomicInteger pins = new AtomicInteger();
  private volatile MigrationOwner asking = MigrationOwner.NONE;
  private final AtomicReference<Runnable> once = new AtomicReference<>();

  /** Makes tables in which nothing is mapped. */
  public FakePages() {}

  /**
   * Maps a page, readable and writable.
   *
   * @param address any address in the page
   * @param frame where it leads
   */
  public void map(long address, long frame) {
    table.put(address & -AddressRange.PAGE_SIZE, Page.present(frame, Access.WRITE));
  }

  /**
   * Runs something once, after the next look-up and before its answer is given: what a driver then
   * holds in its hand is no longer what the tables say.
   *
   * @param step what to run, on the thread that looks up
   */
  public void afterNextLookUp(Runnable step) {
    once.set(step);
  }

  /**
   * Who asked for a page in its own name last.
   *
   * @return a device's token, or NONE when no device told its own
   */
  public MigrationOwner asking() {
    return asking;
  }

  /**
   * References that were taken and not given back.
   *
   * @return at least 0
   */
  public int pins() {
    return pins.get();
  }

  @Override
  public Page fault(long address, Access access) {
    Page page = at(address);
    step();
    return page;
  }

  @Override
  public Page fault(long address, Access access, MigrationOwner owner) {
    asking = owner;
    return fault(address, access);
  }

  @Override
  public Page snapshot(long address) {
    Page page = at(address);
    step();
    return page;
  }

  private Page at(long address) {
    return table.getOrDefault(address & -AddressRange.PAGE_SIZE, Page.HOLE);
  }

  private void step() {
    Runnable step = once.getAndSet(null);
    if (step != null) {
      step.run();
    }
  }

  /**
   * What the tables say, without the step.
   *
   * @param address any address in the page
   * @return the frame, or 0 when nothing is mapped
   */
  public long frame(long address) {
    return at(address).frame();
  }

  @Override
  public Page pin(long address, Access access) {
    Page page = at(address);
    if (page.isPresent()) {
      pins.incrementAndGet();
    }
    step();
    return page;
  }

  @Override
  public void unpin(long frame) {
    pins.decrementAndGet();
  }
}
