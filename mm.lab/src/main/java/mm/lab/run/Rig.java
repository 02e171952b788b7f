package mm.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import mm.api.ContractException;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Pages;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.NotifierDriver;
import mm.spi.OpportunisticNotifier;
import mm.spi.PairedNotifier;

/** A driver of the scenario in its space: its device, and what it was told. */
final class Rig {
  final Accesses accesses;
  private final World world;
  private final DriverSpec spec;
  private final Promises promises;
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Told.Callback> inCallback = new HashMap<>();
  private RigContext context;
  private Device device;
  private boolean attached;
  private boolean lasting; // comes back with the next engine
  private boolean quarantined;
  private boolean frozen;
  private NotifierDriver instance; // null of models, and before it is let in
  private int load;
  private Rig successor;

  Rig(World world, DriverSpec spec) {
    this.world = world;
    this.spec = spec;
    promises = new Promises(world, spec);
    accesses = new Accesses(world, this);
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
    return promises.declaration();
  }

  /** Whether it was let in, as another instance each time. */
  boolean attach() {
    if (attached) {
      world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is attached already");
      return false;
    }
    return enterAnew();
  }

  private boolean enterAnew() {
    instance = spec.bundle().map(id -> world.bundle(id, load)).orElse(null);
    return enter();
  }

  private boolean enter() {
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
    frozen = false;
    try {
      refuseUnwelcome();
      device =
          spec.bundle().isPresent()
              ? instance.attach(context)
              : new ModelDriver(world, this).attach(context);
      attached = true;
      failIfWritten();
    } catch (ContractException e) {
      refused(e);
      return false;
    }
    lasting = true;
    world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is attached to " + spec.space());
    return true;
  }

  /** Where a space has gone before a driver came back to it, nobody has asked for anything. */
  private void refused(ContractException e) {
    if (!lasting || e.rule() != Rule.R4_4) {
      world.dispatching.guarded(
          () -> {
            throw e;
          });
    }
  }

  private void refuseUnwelcome() {
    if (quarantined && world.keeps(Rule.R4_7)) {
      throw new ContractException(Rule.R4_7, name() + " was taken out by an operator");
    }
    promises.refuseUnlessAllowed();
  }

  /** An attach that throws leaves nothing behind; nobody may call what came to nothing. */
  private void failIfWritten() {
    if (spec.attached() == DriverSpec.Attached.FAILS) {
      if (world.keeps(Rule.R6_12)) {
        context.closeAll();
      }
      told.forEach(Told::left);
      attached = false;
      throw new ContractException(Rule.R6_12, name() + " fails to attach");
    }
  }

  /** An operator's word: it leaves, and stays out. */
  void quarantine() {
    quarantined = true;
    lasting = false;
    if (attached) {
      detach();
    }
  }

  /** The operator's word is taken back: the same instance comes in again. */
  void release() {
    if (quarantined && !attached) {
      quarantined = false;
      enter();
    }
  }

  /** Whether its page source answers nobody any more. */
  boolean isFrozen() {
    return frozen;
  }

  /** It makes no translation any more, and goes on dropping what it is told of. */
  void freeze() {
    world.course.step(name() + " makes nothing new");
    world.course.touch(object(), Touch.WRITE);
    frozen = true;
    if (device instanceof ModelDriver model) {
      model.freeze();
    }
  }

  void awaitSettled() {
    context.awaitSettled();
  }

  void detach() {
    lasting = false;
    leave();
  }

  /** As another instance in the next engine, unless somebody has taken it out meanwhile. */
  void comeBack() {
    if (lasting && !attached && (space().gone || !enterAnew())) {
      lasting = false;
    }
  }

  /** With the engine, or for good. */
  void leave() {
    world.course.step(name() + " leaves");
    world.course.touch(object(), Touch.READ);
    if (!attached) {
      world.journal.note(LabEvent.Kind.DRIVER, name(), name() + " is not attached");
      return;
    }
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
    lasting = false;
  }

  /** From now on its device's users are served by another. */
  void succeededBy(Rig next) {
    world.course.touch(object(), Touch.WRITE);
    successor = next;
  }

  /** Whose bundle is loaded once more for it. */
  void succeeds(Rig before) {
    load = before.load + 1;
  }

  /** Who serves its users. */
  Rig serving() {
    return successor == null ? this : successor;
  }

  /** Whether it makes translations by the protocol of intervals. */
  boolean isReader() {
    return told.stream().anyMatch(Told::isInterval);
  }

  /** Whether it is told of starts; then those, not invalidations, say when all is dropped. */
  boolean isToldOfStarts() {
    return told.stream().anyMatch(Told::isStarted);
  }

  boolean isBetweenStartAndEnd(long address) {
    return told.stream().anyMatch(each -> each.isBetweenStartAndEnd(address));
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
        ? Optional.of(
            name() + " still waits for " + ends(open) + " never " + (open == 1 ? "comes" : "come"))
        : Optional.empty();
  }

  private static String ends(int open) {
    return open + (open == 1 ? " end that" : " ends that");
  }

  /** Sets what the thread is in; answers what it was in. */
  Told.Callback calling(Told.Callback now) {
    return now == null
        ? inCallback.remove(world.course.actor())
        : inCallback.put(world.course.actor(), now);
  }

  boolean isInCallback() {
    return !inCallback.isEmpty();
  }

  Told.Callback inCallback() {
    return inCallback.get(world.course.actor());
  }

  void broke(Rule rule, String what) {
    world.guards.report(rule, name(), what);
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
