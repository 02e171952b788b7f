package mm.lab.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.spi.Declaration;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/** What a driver gets in the lab: ports whose every use is a step, and the lab's memory. */
final class RigContext implements DriverContext {
  private final World world;
  private final Rig rig;
  private final List<ListStay> listed = new ArrayList<>();
  private final List<IntervalStay> intervals = new ArrayList<>();

  /** Of shared notifiers, which the driver gives back itself. */
  private final List<ListStay> shared = new ArrayList<>();

  RigContext(World world, Rig rig) {
    this.world = world;
    this.rig = rig;
  }

  @Override
  public AddressSpace space() {
    return rig.space().space();
  }

  @Override
  public PageSource pages() {
    return new RigPages(world, rig, listed, shared);
  }

  @Override
  public Subscription subscribe(Notifier notifier) {
    world.course.step(rig.name() + " subscribes");
    world.course.touch("list of " + rig.space().name, Touch.WRITE);
    world.course.touch("open sections of " + rig.space().name, Touch.READ);
    Told.Wrapped<Notifier> wrapped = rig.wrap(notifier);
    Subscription made = space().subscribe(wrapped.notifier(), rig.declaration());
    ListStay stay = new ListStay(world, rig, made, wrapped.told());
    listed.add(stay);
    return stay;
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier) {
    world.course.step(rig.name() + " subscribes to " + World.text(start, end));
    world.course.touch("epochs of " + rig.space().name, Touch.WRITE);
    rig.space().intervals = true;
    IntervalStay[] stay = new IntervalStay[1];
    Told.Wrapped<IntervalNotifier> wrapped =
        rig.wrap((own, range, sequence) -> notifier.invalidate(stay[0], range, sequence));
    IntervalSubscription made =
        space().subscribe(start, end, wrapped.notifier(), rig.declaration());
    stay[0] = new IntervalStay(world, rig, made, wrapped.told());
    intervals.add(stay[0]);
    return stay[0];
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    world.course.step(rig.name() + " subscribes");
    world.course.touch("list of " + rig.space().name, Touch.WRITE);
    world.course.touch("open sections of " + rig.space().name, Touch.READ);
    SharedFamily<N> wrapped = new SharedFamily<>(rig, family);
    SharedSubscription<N> made = space().acquire(wrapped);
    shared.add(new ListStay(world, rig, made.subscription(), wrapped.told()));
    return new SharedStay<>(world, rig, made, wrapped);
  }

  void awaitSettled() {
    listed.forEach(each -> each.awaitSettled(Long.MAX_VALUE));
    shared.forEach(each -> each.awaitSettled(Long.MAX_VALUE));
  }

  /** Whether all could be closed. */
  boolean closeAll() {
    boolean closed = true;
    for (ListStay each : listed) {
      closed &= world.dispatching.guarded(each::close);
    }
    for (IntervalStay each : intervals) {
      closed &= world.dispatching.guarded(each::close);
    }
    return closed;
  }

  private void waits(String port) {
    if (rig.inCallback() != null) {
      world.watching().aboutToWait(rig, port);
    }
  }

  @Override
  public SpinLock spinLock(String name) {
    String full = full(name);
    return new SpinLock() {
      @Override
      public void lock() {
        world.locks.lock(full);
      }

      @Override
      public void unlock() {
        world.locks.unlock(full);
      }
    };
  }

  private String full(String name) {
    return rig.name() + " " + name;
  }

  @Override
  public Mutex mutex(String name) {
    String full = full(name);
    return new Mutex() {
      @Override
      public void lock() {
        waits(full);
        world.locks.lock(full);
      }

      @Override
      public boolean tryLock() {
        return world.locks.tryLock(full);
      }

      @Override
      public void unlock() {
        world.locks.unlock(full);
      }
    };
  }

  /** Who waits in a callback waits for others' sections, not for its own. */
  private List<String> openers() {
    List<String> owners = new ArrayList<>(rig.space().sections.owners());
    if (rig.inCallback() != null) {
      owners.remove(world.course.actor());
    }
    return owners;
  }

  @Override
  public WaitQueue waitQueue(String name) {
    return new WaitQueue() {
      @Override
      public boolean await(BooleanSupplier condition, long timeoutNanos) {
        if (timeoutNanos <= 0 || condition.getAsBoolean()) {
          return condition.getAsBoolean();
        }
        waits(full(name));
        List<String> owners = openers();
        return world.course.await(
            new Waiting(full(name), condition, List.of(rig.object()), () -> owners), timeoutNanos);
      }

      @Override
      public void wakeAll() {
        world.course.touch(rig.object(), Touch.WRITE);
      }
    };
  }

  @Override
  public Worker worker(String name) {
    return new RigWorker(full(name));
  }

  /** Tasks in order, on a logical thread of its own. */
  private final class RigWorker implements Worker {
    private final String name;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean started;
    private boolean working;

    RigWorker(String name) {
      this.name = name;
    }

    @Override
    public void submit(Runnable task) {
      if (world.course.isLooking()) {
        task.run(); // before the threads start: nobody is there to be early or late
        return;
      }
      world.course.touch(name, Touch.WRITE);
      tasks.add(task);
      if (!started) {
        started = true;
        world.course.spawnServant(name, this::serve);
      }
    }

    private void serve() {
      Waiting work =
          new Waiting("work for " + name, () -> !tasks.isEmpty(), List.of(name), List::of);
      while (world.course.await(work, Long.MAX_VALUE)) {
        world.course.touch(name, Touch.WRITE);
        working = true;
        world.course.enter(rig.object());
        tasks.poll().run();
        world.course.leaveObject();
        working = false;
      }
    }

    @Override
    public void flush() {
      waits(name);
      world.course.await(
          new Waiting(name, () -> tasks.isEmpty() && !working, List.of(name), List::of),
          Long.MAX_VALUE);
    }
  }

  @Override
  public long nanoTime() {
    return world.course.nanoTime();
  }

  @Override
  public String option(String name, String otherwise) {
    return rig.spec().options().getOrDefault(name, otherwise);
  }

  /** A family whose notifier is looked over. */
  private static final class SharedFamily<N extends Notifier> implements NotifierFamily<N> {
    private final Rig rig;
    private final NotifierFamily<N> family;
    private Told.Wrapped<N> wrapped;
    private N inner;

    SharedFamily(Rig rig, NotifierFamily<N> family) {
      this.rig = rig;
      this.family = family;
    }

    Told told() {
      return wrapped.told();
    }

    N inner() {
      return inner;
    }

    @Override
    public Declaration declaration() {
      return rig.declaration();
    }

    @Override
    public N allocate(AddressSpace space) {
      inner = family.allocate(space);
      wrapped = rig.wrap(inner);
      return wrapped.notifier();
    }

    @Override
    public void free(N notifier) {
      wrapped.told().left();
      family.free(inner);
    }
  }

  /** A reference to a shared notifier. */
  private record SharedStay<N extends Notifier>(
      World world, Rig rig, SharedSubscription<N> made, SharedFamily<N> family)
      implements SharedSubscription<N> {
    @Override
    public N notifier() {
      return family.inner();
    }

    @Override
    public Subscription subscription() {
      return made.subscription();
    }

    @Override
    public void close() {
      world.course.step(rig.name() + " gives its notifier back");
      if (world.keeps(Rule.R4_6) && !world.course.isLooking()) {
        world.course.spawnServant(rig.name() + " free", this::giveBackLater);
      } else {
        giveBack();
      }
    }

    /** Nobody waits for it; it is freed when the sections have ended. */
    private void giveBackLater() {
      world.dispatching.awaitSections(rig.space(), rig.name() + " waits");
      giveBack();
    }

    private void giveBack() {
      world.course.touch("list of " + rig.space().name, Touch.WRITE);
      made.close();
    }
  }

  static AddressRange wholeOf(Rig rig) {
    return rig.spec().range().range();
  }
}
