package mm.lab;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.DeviceMemory;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Look;
import mm.spi.Migration;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/** What a driver uses in one space of a reference dispatcher: ports of the JDK, not guarded. */
final class LabContext implements DriverContext {
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LabSpace space;
  private final Declaration declaration;
  private final Calls calls;
  private final Map<String, String> options;
  private final List<Subscription> listed = new CopyOnWriteArrayList<>();
  private final List<IntervalSubscription> intervals = new CopyOnWriteArrayList<>();
  private final List<SharedSubscription<?>> shared = new CopyOnWriteArrayList<>();
  private final List<ExecutorService> workers = new CopyOnWriteArrayList<>();

  LabContext(LabSpace space, Declaration declaration, Calls calls, Map<String, String> options) {
    this.space = space;
    this.declaration = declaration;
    this.calls = calls;
    this.options = options;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  /** Shows nothing before the sections have ended that were open at the subscription (R4.2). */
  @Override
  public PageSource pages() {
    return new PageSource() {
      private boolean settled(long nanos) {
        return listed.stream().allMatch(each -> each.awaitSettled(nanos));
      }

      @Override
      public Page fault(long address, Access access) {
        return settled(SETTLE_NANOS) ? space.pages.fault(address, access) : Page.BUSY;
      }

      @Override
      public Page snapshot(long address) {
        return settled(0) ? space.pages.snapshot(address) : Page.BUSY;
      }

      @Override
      public Page pin(long address, Access access) {
        return settled(SETTLE_NANOS) ? space.pages.pin(address, access) : Page.BUSY;
      }

      @Override
      public void unpin(long frame) {
        space.pages.unpin(frame);
      }

      @Override
      public Page fault(long address, Access access, MigrationOwner owner) {
        return settled(SETTLE_NANOS) ? space.pages.fault(address, access, owner) : Page.BUSY;
      }

      @Override
      public Page snapshot(long address, MigrationOwner owner) {
        return settled(0) ? space.pages.snapshot(address, owner) : Page.BUSY;
      }

      @Override
      public Look look(long address, MigrationOwner owner) {
        return settled(SETTLE_NANOS)
            ? space.pages.look(address, owner)
            : Look.without(Look.Standing.ABSENT);
      }

      @Override
      public Migration migrateToDevice(long start, long end, DeviceMemory memory) {
        return settled(SETTLE_NANOS)
            ? space.pages.migrateToDevice(start, end, memory)
            : Migration.done(0);
      }

      @Override
      public Migration migrateToSystem(long start, long end, DeviceMemory memory) {
        return settled(SETTLE_NANOS)
            ? space.pages.migrateToSystem(start, end, memory)
            : Migration.done(0);
      }

      @Override
      public Page makeExclusive(long address, MigrationOwner owner) {
        return settled(SETTLE_NANOS) ? space.pages.makeExclusive(address, owner) : Page.BUSY;
      }

      @Override
      public void copy(long source, long target) {
        space.pages.copy(source, target);
      }
    };
  }

  @Override
  public Subscription subscribe(Notifier notifier) {
    Subscription made = space.subscribe(notifier, declaration);
    listed.add(made);
    return made;
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    SharedSubscription<N> reference = space.acquire(family);
    listed.removeIf(each -> !each.live());
    if (!listed.contains(reference.subscription())) {
      listed.add(reference.subscription());
    }
    shared.add(reference);
    return reference;
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier) {
    intervals.removeIf(each -> !each.live());
    IntervalSubscription made = space.subscribe(start, end, notifier, declaration);
    intervals.add(made);
    return made;
  }

  @Override
  public SpinLock spinLock(String name) {
    Lock lock = new Lock();
    return new SpinLock() {
      @Override
      public void lock() {
        lock.take();
      }

      @Override
      public void unlock() {
        lock.give();
      }
    };
  }

  @Override
  public Mutex mutex(String name) {
    Lock lock = new Lock();
    return new Mutex() {
      @Override
      public void lock() {
        lock.take();
      }

      @Override
      public boolean tryLock() {
        lock.refuseReentry();
        return lock.lock.tryLock();
      }

      @Override
      public void unlock() {
        lock.give();
      }
    };
  }

  /** A lock that is not re-entrant. */
  private static final class Lock {
    private final ReentrantLock lock = new ReentrantLock();

    private void refuseReentry() {
      if (lock.isHeldByCurrentThread()) {
        throw new IllegalStateException("held by this thread already");
      }
    }

    void take() {
      refuseReentry();
      lock.lock();
    }

    void give() {
      if (!lock.isHeldByCurrentThread()) {
        throw new IllegalStateException("not held by this thread");
      }
      lock.unlock();
    }
  }

  @Override
  public WaitQueue waitQueue(String name) {
    ReentrantLock lock = new ReentrantLock();
    Condition woken = lock.newCondition();
    return new WaitQueue() {
      @Override
      public boolean await(BooleanSupplier condition, long timeoutNanos) {
        lock.lock();
        try {
          long left = timeoutNanos;
          while (!condition.getAsBoolean() && left > 0) {
            left = woken.awaitNanos(left);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          lock.unlock();
        }
        return condition.getAsBoolean();
      }

      @Override
      public void wakeAll() {
        lock.lock();
        woken.signalAll();
        lock.unlock();
      }
    };
  }

  @Override
  public Worker worker(String name) {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "mm-lab-" + name);
              thread.setDaemon(true);
              return thread;
            });
    workers.add(executor);
    return new Worker() {
      @Override
      public void submit(Runnable task) {
        executor.execute(() -> isolated("worker " + name, task));
      }

      @Override
      public void flush() {
        CompletableFuture.runAsync(() -> {}, executor).join();
      }
    };
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public String option(String name, String otherwise) {
    return options.getOrDefault(declaration.name() + "." + name, otherwise);
  }

  void isolated(String what, Runnable driverCode) {
    try {
      driverCode.run();
    } catch (RuntimeException | Error thrown) {
      calls.record(Rule.R1_8, declaration.name(), space.name(), what, "threw " + thrown);
    }
  }

  void closeSubscriptions() {
    shared.forEach(SharedSubscription::close);
    listed.forEach(Subscription::close);
    intervals.forEach(IntervalSubscription::close);
  }

  void close() {
    closeSubscriptions();
    workers.forEach(ExecutorService::shutdown);
  }
}
