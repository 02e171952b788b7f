package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeQueue;
import mm.tck.support.ThreadWorker;

/**
 * A fault that is held up before each of its steps in turn, while its page is replaced. A window in
 * which a driver does not look is met for certain, and not when luck has it.
 */
final class SteppedFault implements AutoCloseable {
  private static final long PAGE = Rig.BASE;
  private static final long END = PAGE + AddressRange.PAGE_SIZE;
  private static final int MOST_STEPS = 100;

  private final ThreadWorker worker = new ThreadWorker();
  private final NotifierCore core;
  private final FakeContext context;
  private final Device device;
  private final Duration patience;
  private long frame;

  SteppedFault(
      NotifierDriver driver, DriverCapability declared, CoreOptions options, Duration patience) {
    this.patience = patience;
    core = NotifierCore.create(options);
    context = new FakeContext(core, declared.declaration(), new FakeQueue.Threaded(), worker);
    context.options(optionsOf(declared.id() + ".", options));
    replace();
    device = driver.attach(context);
  }

  private static Map<String, String> optionsOf(String prefix, CoreOptions options) {
    return options.driverOptions().entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                each -> each.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  private void replace() {
    AddressSpace space = context.space();
    long stamp = space.begin(InvalidationEvent.CLEAR, PAGE, END);
    try {
      context.fakePages().map(PAGE, ++frame, Access.WRITE);
      space.flushSecondaryTlbs(PAGE, END);
    } finally {
      space.end(stamp);
    }
  }

  /** Replaces the page before each step of such a fault; the device never leads to an old one. */
  void replaceBeforeEachStep(Access access) throws Exception {
    int step = 1;
    while (step <= MOST_STEPS && replaceBefore(step, access)) {
      step++;
    }
  }

  /** Answers whether the fault had so many steps. */
  private boolean replaceBefore(int step, Access access) throws Exception {
    replace();
    Gate gate = new Gate(step);
    context.atEachStep(gate::pass);
    Foreign<AccessOutcome> fault = Foreign.start(() -> device.access(PAGE, access));
    boolean reached = gate.isReachedBy(fault);
    Foreign<Boolean> change = Foreign.start(this::replace).settle();
    gate.open();
    change.get(patience);
    awaitEnd(fault);
    assertEquals(Map.of(), stale(), "stale after its page was replaced in step " + step);
    return reached;
  }

  /** What a fault throws is the business of another test. */
  private void awaitEnd(Foreign<AccessOutcome> fault) throws Exception {
    try {
      fault.get(patience);
    } catch (ExecutionException thrown) {
      // what is held counts
    }
  }

  private Map<Long, Long> stale() {
    Map<Long, Long> held = Rig.shown(device, PAGE, END);
    held.values().removeIf(each -> each == context.fakePages().frame(PAGE));
    return held;
  }

  @Override
  public void close() {
    device.quiesce();
    device.detach();
    core.close();
    worker.close();
  }

  /** Closed for whoever takes one certain step, until it is opened. */
  private static final class Gate {
    private final AtomicInteger left;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(int step) {
      left = new AtomicInteger(step);
    }

    void pass() {
      if (left.decrementAndGet() == 0) {
        reached.countDown();
        awaitOpen();
      }
    }

    private void awaitOpen() {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Waits until somebody stands there, or the fault is over without. */
    boolean isReachedBy(Foreign<?> fault) throws InterruptedException {
      while (!fault.task().isDone() && !reached.await(1, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
      return reached.getCount() == 0;
    }

    void open() {
      left.set(0);
      open.countDown();
    }
  }
}
