package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.Command;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Pages;
import mm.lab.scenario.Verb;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/** A driver as the scenario describes it: what it does in callbacks are lines of the file. */
final class ModelDriver implements NotifierDriver, Device {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int ATTEMPTS = 3;

  /** What the device holds. */
  private record Held(long frame, Access rights) {}

  private final World world;
  private final Rig rig;
  private final DriverSpec spec;
  private final Map<Integer, Held> held = new TreeMap<>();
  private DriverContext context;
  private IntervalSubscription interval;
  private int active;
  private long sequence;
  private boolean frozen;

  ModelDriver(World world, Rig rig) {
    this.world = world;
    this.rig = rig;
    spec = rig.spec();
  }

  static boolean mayFail(World world) {
    return world.rules.is(Switch.MAY_FAIL, "on") || !world.keeps(Rule.R6_11);
  }

  static boolean declines(Command command) {
    return command.verb() == Verb.DECLINE || command.verb() == Verb.TRYLOCK;
  }

  @Override
  public Device attach(DriverContext given) {
    context = given;
    if (spec.kind() == DriverSpec.Kind.INTERVAL) {
      AddressRange range = spec.range().range();
      interval = context.subscribe(range.start(), range.end(), (IntervalNotifier) this::invalidate);
    } else {
      context.subscribe(ModelNotifiers.of(this, spec.kind(), mayFail(world)));
    }
    return this;
  }

  void release(AddressSpace space) {
    run("release", Pages.BASE, Pages.address(Pages.MOST), null, 0);
    frozen = true;
  }

  private Answer invalidate(IntervalSubscription own, InvalidationRange range, long now) {
    return told("invalidate", range, now);
  }

  Answer told(String callback, InvalidationRange range, long now) {
    boolean own =
        range.event() == InvalidationEvent.MIGRATE && range.owner() == world.owner(spec.name());
    return own && !callback.equals("end")
        ? Answer.DONE
        : run(callback, range.start(), range.end(), range, now);
  }

  Answer run(
      String callback, long start, long end, InvalidationRange range, long intervalSequence) {
    Interpreter lines = new Interpreter(world, List.of());
    for (Command each : spec.callbacks().getOrDefault(callback, List.of())) {
      if (perform(lines, each, start, end, range, intervalSequence) == Answer.WOULD_BLOCK) {
        return Answer.WOULD_BLOCK;
      }
    }
    return Answer.DONE;
  }

  private Answer perform(
      Interpreter lines,
      Command command,
      long start,
      long end,
      InvalidationRange range,
      long intervalSequence) {
    switch (command.verb()) {
      case DROP -> drop(start, end);
      case DROP_ALL -> drop(0, Long.MAX_VALUE);
      case COUNT -> {
        active++;
        sequence++;
      }
      case UNCOUNT -> uncount();
      case MARK, UNMARK -> {
        active = command.verb() == Verb.MARK ? 1 : 0;
        sequence++;
      }
      case SET_SEQUENCE -> {
        if (interval != null) {
          interval.setSequence(intervalSequence);
        }
      }
      case THROW -> throw new IllegalStateException(spec.name() + " fails");
      case DECLINE -> {
        return decline(command.argument(0, ""), start, end, range);
      }
      case TRYLOCK -> {
        return tryLock(command.argument(0, ""), range);
      }
      default -> ordinary(lines, command);
    }
    return Answer.DONE;
  }

  private void ordinary(Interpreter lines, Command command) {
    boolean waits =
        switch (command.verb()) {
          case LOCK, WAIT, ALLOCATE -> true;
          default -> false;
        };
    if (waits && rig.inCallback() != null) {
      world.watching().aboutToWait(rig, command.toString());
    }
    if (command.verb() == Verb.ALLOCATE && rig.inCallback() != null) {
      world.watching().aboutToAllocate(rig);
    }
    lines.perform(command);
  }

  private void uncount() {
    if (active == 0) {
      rig.found(
          mm.lab.scenario.Outcome.UNPAIRED, spec.name() + "'s count of sections falls below 0");
    }
    active--;
    sequence++;
  }

  private Answer decline(String how, long start, long end, InvalidationRange range) {
    boolean may = mayDecline(range) || how.equals("always");
    boolean wants =
        switch (how) {
          case "maybe" -> may && world.course.choose(spec.name() + " declines or not", 2) == 1;
          case "if-held" -> may && holdsIn(start, end);
          default -> may;
        };
    return wants ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  private boolean mayDecline(InvalidationRange range) {
    boolean opportunistic = spec.kind() == DriverSpec.Kind.OPPORTUNISTIC && mayFail(world);
    return opportunistic || range != null && range.blocking() == Blocking.FORBIDDEN;
  }

  private Answer tryLock(String lock, InvalidationRange range) {
    if (mayDecline(range)) {
      return world.locks.tryLock(lock) ? Answer.DONE : Answer.WOULD_BLOCK;
    }
    world.journal.note(LabEvent.Kind.WAIT, spec.name(), "takes lock " + lock);
    world.locks.lock(lock);
    return Answer.DONE;
  }

  private boolean holdsIn(long start, long end) {
    return held.keySet().stream().map(Pages::address).anyMatch(at -> start <= at && at < end);
  }

  private void drop(long start, long end) {
    sequence++;
    for (int page : List.copyOf(held.keySet())) {
      if (start <= Pages.address(page) && Pages.address(page) < end) {
        Held gone = held.remove(page);
        unpin(gone);
      }
    }
  }

  private void unpin(Held gone) {
    if (pins()) {
      context.pages().unpin(gone.frame());
    }
  }

  private boolean pins() {
    return spec.kind() == DriverSpec.Kind.DECLINING || spec.kind() == DriverSpec.Kind.OPPORTUNISTIC;
  }

  /** The device itself has moved a page, and knows where to. */
  void migrated(int page, long frame) {
    if (held.containsKey(page)) {
      held.put(page, new Held(frame, Access.WRITE));
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    int page = World.page(address);
    Held now = held.get(page);
    if (frozen) {
      return AccessOutcome.DETACHED;
    }
    if (now != null && now.rights().allows(access)) {
      world.oracle.uses(rig, now.frame(), page);
      return AccessOutcome.HIT;
    }
    return spec.kind() == DriverSpec.Kind.INTERVAL
        ? faultUnderSequence(page, access)
        : faultUnderCount(page, access);
  }

  private AccessOutcome faultUnderCount(int page, Access access) {
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; i < ATTEMPTS && outcome == AccessOutcome.BUSY; i++) {
      if (!awaitNoSection()) {
        return AccessOutcome.BUSY;
      }
      long before = sequence;
      Page found = lookUp(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      outcome = publish(page, found, () -> active != 0 || sequence != before);
    }
    return outcome;
  }

  private boolean awaitNoSection() {
    if (spec.faults() == DriverSpec.Faults.CARELESS || active <= 0) {
      return true;
    }
    return world.course.await(
        new Waiting(
            spec.name() + " counts no section",
            () -> active <= 0,
            List.of(rig.object()),
            rig.space().sections::owners),
        PATIENCE);
  }

  private AccessOutcome faultUnderSequence(int page, Access access) {
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; i < ATTEMPTS && outcome == AccessOutcome.BUSY; i++) {
      long seen = interval.readBegin(PATIENCE);
      if (seen == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page found = lookUp(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      outcome = publish(page, found, () -> interval.readRetry(seen));
    }
    return outcome;
  }

  private Page lookUp(int page, Access access) {
    long address = Pages.address(page);
    return pins() ? context.pages().pin(address, access) : context.pages().fault(address, access);
  }

  private AccessOutcome publish(int page, Page found, BooleanSupplier collided) {
    if (spec.faults() == DriverSpec.Faults.CARELESS) {
      world.course.step(spec.name() + " publishes");
    } else if (frozen || collided.getAsBoolean()) {
      unpin(new Held(found.frame(), found.rights()));
      return frozen ? AccessOutcome.DETACHED : AccessOutcome.BUSY;
    }
    held.put(page, new Held(found.frame(), found.rights()));
    return AccessOutcome.MADE;
  }

  void freeze() {
    frozen = true;
  }

  /** What it holds now, for who comes after it. */
  ModelDriver copy() {
    ModelDriver same = new ModelDriver(world, rig);
    same.held.putAll(held);
    return same;
  }

  /** Takes over what another holds; false when sections came between, and it holds nothing. */
  boolean takeOver(ModelDriver from) {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!awaitNoSection()) {
        return false;
      }
      long before = sequence;
      Map<Integer, Held> seen = new TreeMap<>(from.held);
      world.course.step(spec.name() + " takes over");
      world.course.touch(rig.object(), Touch.WRITE);
      if (active == 0 && sequence == before) {
        held.putAll(seen);
        return true;
      }
    }
    return false;
  }

  /** The same without a look at what has changed. */
  void takeAnyway(ModelDriver from) {
    world.course.step(spec.name() + " takes over");
    world.course.touch(rig.object(), Touch.WRITE);
    held.putAll(from.held);
  }

  /** The device goes where its translation leads. */
  void use(int page) {
    Held now = held.get(page);
    if (now != null) {
      world.oracle.uses(rig, now.frame(), page);
    }
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    held.forEach(
        (page, each) -> {
          if (range.contains(Pages.address(page))) {
            visitor.visit(Pages.address(page), each.frame(), each.rights());
          }
        });
  }

  @Override
  public DeviceCounters counters() {
    return new DeviceCounters(held.size(), 0, 0, 0, 0, 0);
  }

  @Override
  public void quiesce() {
    frozen = true;
    new ArrayList<>(held.values()).forEach(this::unpin);
    held.clear();
  }

  @Override
  public void detach() {}
}
