package mm.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import mm.api.ContractException;
import mm.lab.explore.Touch;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Pages;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DriverInfo;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.NotifierDriver;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;

/** A driver of the scenario in its space: its device, and what it was told. */
final class Rig {
  private final World world;
  private final DriverSpec spec;
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Told.Callback> inCallback = new HashMap<>();
  private final Map<String, Integer> looksInAccess = new HashMap<>();
  private RigContext context;
  private Device device;
  private boolean attached;

  Rig(World world, DriverSpec spec) {
    this.world = world;
    this.spec = spec;
  }

  String name() {
    return spec.name();
  }

  DriverSpec spec() {
    return spec;
  }

  String object() {
    return "driver " + spec.name();
  }

  SimSpace space() {
    return world.spaces.get(spec.space());
  }

  Device device() {
    return device;
  }

  boolean isAttached() {
    return attached;
  }

  Declaration declaration() {
    return spec.bundle().isPresent() ? declared(driver()) : declaredByModel();
  }

  private NotifierDriver driver() {
    return world.bundle(spec.bundle().orElseThrow());
  }

  private Declaration declared(NotifierDriver driver) {
    DriverInfo info = driver.getClass().getAnnotation(DriverInfo.class);
    return new Declaration(
        spec.name(),
        info.blocking().equals("never") ? MayBlock.NEVER : MayBlock.WHEN_ALLOWED,
        info.failure().equals("never") ? MayDecline.NEVER : MayDecline.WHEN_FORBIDDEN,
        info.allocation().equals("never") ? MayAllocate.NEVER : MayAllocate.MAY);
  }

  private Declaration declaredByModel() {
    boolean opportunistic =
        spec.kind() == DriverSpec.Kind.OPPORTUNISTIC && ModelDriver.mayFail(world);
    boolean declines =
        spec.callbacks().values().stream().flatMap(List::stream).anyMatch(ModelDriver::declines);
    return new Declaration(
        spec.name(),
        blocking(),
        opportunistic
            ? MayDecline.OPPORTUNISTIC
            : declines ? MayDecline.WHEN_FORBIDDEN : MayDecline.NEVER,
        spec.allocation() == DriverSpec.Allocation.NEVER ? MayAllocate.NEVER : MayAllocate.MAY);
  }

  /** Where the flag marks who never blocks, who says nothing may; and the other way round. */
  private MayBlock blocking() {
    boolean never =
        spec.blocking() == DriverSpec.Blocking.UNSAID
            ? world.rules.is(Switch.FLAG, "marks-blocking")
            : spec.blocking() == DriverSpec.Blocking.NEVER;
    return never ? MayBlock.NEVER : MayBlock.WHEN_ALLOWED;
  }

  /** Whether it was let in. */
  boolean attach() {
    if (world.rules.is(Switch.REGISTRATION, "free")) {
      return attachNow();
    }
    space().mapLock.writeLock();
    boolean in = attachNow();
    space().mapLock.writeUnlock();
    return in;
  }

  private boolean attachNow() {
    context = new RigContext(world, this);
    try {
      device =
          spec.bundle().isPresent()
              ? driver().attach(context)
              : new ModelDriver(world, this).attach(context);
      attached = true;
    } catch (ContractException e) {
      world.dispatching.guarded(
          () -> {
            throw e;
          });
      return false;
    }
    world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is attached to " + spec.space());
    return true;
  }

  void detach() {
    world.course.step(name() + " leaves");
    world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is detached");
    world.course.enter(object());
    device.quiesce();
    boolean closed = context.closeAll();
    device.detach();
    world.course.leaveObject();
    attached = !closed;
  }

  /** Its memory is freed, whoever may still call it. */
  void unload() {
    world.course.step(name() + " is unloaded");
    world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is unloaded");
    told.forEach(Told::left);
    attached = false;
  }

  AccessOutcome access(int page, Access access) {
    world.course.step(name() + " accesses page " + page);
    world.course.enter(object());
    looksInAccess.put(world.course.actor(), 0);
    try {
      AccessOutcome outcome = use(page, access);
      world.journal.note(
          LabEvent.Kind.ACCESS,
          name(),
          spec.space(),
          new Pages(page, page + 1).range(),
          name() + "'s device accesses page " + page + ": " + outcome);
      return outcome;
    } finally {
      world.course.leaveObject();
      world.course.touch(object(), Touch.WRITE);
    }
  }

  private AccessOutcome use(int page, Access access) {
    if (device instanceof DataDevice data) {
      return data.access(
          Pages.address(page), access, frame -> world.oracle.uses(this, frame, page));
    }
    return device.access(Pages.address(page), access);
  }

  /** After the run, when nothing is waited for. */
  AccessOutcome probe(int page) {
    return use(page, Access.READ);
  }

  /** How often this thread has looked pages up in the access it makes. */
  int countLook() {
    return looksInAccess.merge(world.course.actor(), 1, Integer::sum);
  }

  boolean serves() {
    return spec.bundle().isPresent() || spec.kind() != DriverSpec.Kind.RELEASE_ONLY;
  }

  boolean hasEnd(Object notifier) {
    return notifier instanceof PairedNotifier || notifier instanceof OpportunisticNotifier;
  }

  <N> Told.Wrapped<N> wrap(N notifier) {
    Told.Wrapped<N> wrapped = Told.wrap(this, world, notifier);
    told.add(wrapped.told());
    return wrapped;
  }

  Optional<String> unbalanced() {
    int open = told.stream().mapToInt(Told::open).sum();
    return open > 0 && space().sections.isEmpty()
        ? Optional.of(name() + " still waits for " + open + " end that never comes")
        : Optional.empty();
  }

  /** Sets what the thread is in; answers what it was in. */
  Told.Callback calling(Told.Callback now) {
    return now == null
        ? inCallback.remove(world.course.actor())
        : inCallback.put(world.course.actor(), now);
  }

  Told.Callback inCallback() {
    return inCallback.get(world.course.actor());
  }

  void broke(String rule, String what) {
    world.journal.reported(rule, name(), name() + " " + what);
  }

  Map<String, Long> counters() {
    return Map.of(
        name() + ".starts", sum(each -> each.starts),
        name() + ".ends", sum(each -> each.ends),
        name() + ".declines", sum(each -> each.declines),
        name() + ".releases", sum(each -> each.releases),
        name() + ".held", attached ? held() : 0);
  }

  private long held() {
    long[] count = new long[1];
    world.course.look(
        () ->
            device.translations(
                new Pages(0, Pages.MOST).range(), (address, frame, rights) -> count[0]++));
    return count[0];
  }

  private long sum(ToLongFunction<Told> what) {
    return told.stream().mapToLong(what).sum();
  }

  void found(Outcome what, String reason) {
    world.journal.found(what, name(), reason);
  }
}
