package mm.deploy.unit;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mm.api.NotifierCore;
import mm.api.SwapPlan;
import mm.deploy.service.DeployReport;
import org.osgi.framework.BundleException;

/** One order is carried out after the other; what goes wrong becomes a report. */
final class OrderQueue {
  private final Engine engine;
  private final Known known;
  private final Memory memory;
  private final Supplier<Stream<DriverUnit>> everybody;
  private final ReentrantLock orders = new ReentrantLock(true);

  OrderQueue(Engine engine, Known known, Memory memory, Supplier<Stream<DriverUnit>> everybody) {
    this.engine = engine;
    this.known = known;
    this.memory = memory;
    this.everybody = everybody;
  }

  /** What is done. */
  @FunctionalInterface
  interface Order {
    DeployReport carryOut() throws BundleException, RefusedJarException;
  }

  /** Waits for its turn; refused where there is no engine. */
  DeployReport withEngine(String about, Order order) {
    return engine.core().isEmpty()
        ? Reports.refused(about, "", "There is no engine to admit drivers; start mm.core")
        : add(about, order);
  }

  /** Waits for its turn. */
  DeployReport add(String about, Order order) {
    engine.core().ifPresent(OrderQueue::refuseInside);
    orders.lock();
    try {
      known.look();
      return order.carryOut();
    } catch (RefusedJarException e) {
      everybody.get().filter(each -> each.goesBy(about)).forEach(u -> u.found(e.findings()));
      return Reports.refused(about, "", e);
    } catch (BundleException e) {
      return Reports.refused(about, "", "The framework refuses it: " + e.getMessage());
    } catch (IllegalStateException e) { // somebody took away by hand what it is about
      return Reports.refused(about, "", "It cannot be done now: " + e.getMessage());
    } finally {
      memory.note(everybody.get().toList());
      orders.unlock();
    }
  }

  /** Before anything has changed: a swap of nobody is refused as any other (R2.8). */
  private static void refuseInside(NotifierCore core) {
    core.drivers().swap(SwapPlan.of("", ""));
  }

  /** Waits for its turn; there is nothing to report. */
  void run(Runnable work) {
    orders.lock();
    try {
      work.run();
    } finally {
      orders.unlock();
    }
  }

  /** Does it unless an order is being carried out; never waits. */
  void runIfIdle(Runnable work) {
    if (orders.tryLock()) {
      try {
        work.run();
      } finally {
        orders.unlock();
      }
    }
  }
}
