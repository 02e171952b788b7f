package mm.deploy.lasting;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import mm.api.AddressSpace;
import mm.api.AdmittedDrivers;
import mm.api.CallbackObserver;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Violation;
import mm.deploy.service.LastingSpaces;
import mm.spi.PageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes lasting spaces, and moves them when it is told that an engine has come or gone. */
public final class LastingDispatcher implements LastingSpaces {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Executor movers;
  private final AtomicLong ids = new AtomicLong();
  private final List<LastingSpace> spaces = new CopyOnWriteArrayList<>();
  private final List<Consumer<AddressSpace>> actions = new CopyOnWriteArrayList<>();
  private final Map<CallbackObserver, Observation> observers = new ConcurrentHashMap<>();
  private final AdmittedDrivers drivers = new LastingDrivers(this);
  private volatile NotifierCore engine; // null without one

  /**
   * Makes one without an engine.
   *
   * @param movers moves spaces, which may wait for sections to end: a thread for each
   */
  public LastingDispatcher(Executor movers) {
    this.movers = movers;
  }

  /**
   * An engine has come; its drivers are admitted. Does not wait.
   *
   * @param core the engine
   */
  public void arrived(NotifierCore core) {
    engine = core;
    observers.replaceAll((observer, before) -> observed(observer, before, core));
    spaces.forEach(each -> movers.execute(() -> move(each)));
  }

  /**
   * An engine has gone; its drivers have let go of everything.
   *
   * @param core the engine
   */
  public void gone(NotifierCore core) {
    if (engine == core) {
      engine = null;
      observers.replaceAll((observer, before) -> Absence.NOTHING);
      spaces.forEach(LastingSpace::leave);
    }
  }

  /**
   * Observes an engine, or nothing. Looks at the engine under the observer's lock in the map: so it
   * sees one that comes now, or that one sees the observer.
   */
  private static Observation observed(
      CallbackObserver observer, Observation before, NotifierCore core) {
    if (before != null) {
      before.close();
    }
    return core == null ? Absence.NOTHING : core.observe(observer);
  }

  /** An observation of nobody. */
  private enum Absence implements Observation {
    NOTHING;

    @Override
    public void close() {}
  }

  private void move(LastingSpace space) {
    NotifierCore core = engine;
    if (core != null) {
      try {
        space.moveTo(core, this::attended);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("{} cannot be moved to the engine, and has no drivers", space, e);
      }
    }
  }

  private void attended(AddressSpace space) {
    for (Consumer<AddressSpace> each : actions) {
      try {
        each.accept(space);
      } catch (RuntimeException e) {
        logUnlessGone(space, e);
      }
    }
  }

  /** An engine that goes at this very moment lets nobody subscribe; the next one is told of. */
  private void logUnlessGone(AddressSpace space, RuntimeException e) {
    if (engine != null) {
      LOG.error("who wanted to know that {} has an engine failed", space, e);
    }
  }

  /** Null without one. */
  NotifierCore engine() {
    return engine;
  }

  void forget(LastingSpace space) {
    spaces.remove(space);
  }

  @Override
  public AddressSpace createSpace(String name, PageSource pages) {
    LastingSpace space = new LastingSpace(this, ids.incrementAndGet(), name, pages);
    spaces.add(space); // first, so that an engine that comes now does not miss it
    move(space);
    return space;
  }

  @Override
  public List<AddressSpace> spaces() {
    return List.copyOf(spaces);
  }

  @Override
  public AdmittedDrivers drivers() {
    return drivers;
  }

  @Override
  public Observation whenAttended(Consumer<AddressSpace> action) {
    actions.add(action);
    return () -> actions.remove(action);
  }

  @Override
  public boolean attended() {
    return engine != null && spaces.stream().allMatch(LastingSpace::attended);
  }

  @Override
  public Observation observe(CallbackObserver observer) {
    observers.compute(observer, (key, before) -> observed(observer, before, engine));
    return () -> {
      Observation made = observers.remove(observer);
      if (made != null) {
        made.close();
      }
    };
  }

  private <T> List<T> ask(Function<NotifierCore, List<T>> question) {
    NotifierCore core = engine;
    return core == null ? List.of() : question.apply(core);
  }

  @Override
  public List<Violation> violations() {
    return ask(NotifierCore::violations);
  }

  @Override
  public List<Violation> hints() {
    return ask(NotifierCore::hints);
  }

  @Override
  public void awaitFrees() {
    NotifierCore core = engine;
    if (core != null) {
      core.awaitFrees();
    }
  }

  /** Releases its spaces; the engine is not its own. */
  @Override
  public void close() {
    spaces.forEach(AddressSpace::release);
  }
}
