package mm.tck.support;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mm.spi.Access;
import mm.spi.Device;
import mm.spi.PairedNotifier;

/**
 * One section that replaces a page, step by step between the steps of a fault; while it is open the
 * device may not hold the page (R1.4).
 */
public final class SteppedSection {
  /** Moments in a fault at which a section can take steps; later ones come after the fault. */
  private static final int MOMENTS = 8;

  /**
   * At which moments the steps are taken.
   *
   * @param start when it starts
   * @param change when the page is replaced, not before
   * @param end when it ends, not before
   */
  public record Order(int start, int change, int end) {}

  /**
   * Every order there is.
   *
   * @return 120 of them
   */
  public static Stream<Order> orders() {
    List<Order> orders = new ArrayList<>();
    for (int start = 0; start < MOMENTS; start++) {
      for (int change = start; change < MOMENTS; change++) {
        for (int end = change; end < MOMENTS; end++) {
          orders.add(new Order(start, change, end));
        }
      }
    }
    return orders.stream();
  }

  private final Order order;
  private final Device device;
  private final PairedNotifier notifier;
  private final FakePages pages;
  private final long page;
  private int moment;
  private boolean open;

  /**
   * Prepares.
   *
   * @param order of its steps
   * @param device whose fault it meets
   * @param notifier who is told
   * @param pages the tables
   * @param page which page it replaces
   */
  public SteppedSection(
      Order order, Device device, PairedNotifier notifier, FakePages pages, long page) {
    this.order = order;
    this.device = device;
    this.notifier = notifier;
    this.pages = pages;
    this.page = page;
  }

  /**
   * Lets a moment pass, in which steps may be taken.
   *
   * @param newFrame what the page is replaced by
   */
  public void pass(long newFrame) {
    if (moment == order.start) {
      notifier.start(FakeRange.page(page));
      open = true;
    }
    assertFalse(open && Shown.all(device).containsKey(page), "held inside a section");
    if (moment == order.change) {
      pages.map(page, newFrame, Access.WRITE);
    }
    if (moment == order.end) {
      notifier.end(FakeRange.page(page));
      open = false;
    }
    moment++;
  }

  /**
   * Tells whether it has started and not ended.
   *
   * @return true in between
   */
  public boolean isOpen() {
    return open;
  }

  /**
   * Tells whether all its moments are over.
   *
   * @return true once it has ended
   */
  public boolean isOver() {
    return moment > order.end;
  }
}
