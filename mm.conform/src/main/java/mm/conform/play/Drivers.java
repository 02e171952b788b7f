package mm.conform.play;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.Dispatcher;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.conform.script.BadFieldException;
import mm.machine.Machine;
import mm.machine.ShadowChecker;
import mm.machine.SpaceListener;
import mm.machine.SpaceOrigin;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.DataDevice;
import mm.spi.DriverCapability;
import mm.spi.SubscriptionKind;

/**
 * The drivers of a script: each is attached to every process when its space begins, as in a replay,
 * and is looked into inside of sections. Used by the one thread of the script.
 */
final class Drivers implements SpaceListener, CallbackObserver {
  private final Dispatcher core;
  private final Machine machine;
  private final ShadowChecker checker;
  private final List<String> ids;
  private final Replacements replacements;
  private final Map<AddressSpace, Place> places = new HashMap<>();
  private final Map<String, Long> unended = new LinkedHashMap<>();
  private final List<Breach> found = new ArrayList<>();
  private long values;

  /**
   * Admits the drivers.
   *
   * @throws BadFieldException when one does not exist, or is refused
   */
  Drivers(
      Dispatcher core,
      Machine machine,
      ShadowChecker checker,
      DriverSource source,
      List<String> ids) {
    this.core = core;
    this.machine = machine;
    this.checker = checker;
    this.ids = ids;
    replacements = new Replacements(core, source);
    ids.forEach(replacements::install);
    core.observe(this);
    if (core instanceof Engines engines) { // other generations ask whether there are notifiers
      engines.whenAttended(this::watch);
    }
  }

  /** Before drivers come in, also in the next engine. */
  private void watch(AddressSpace space) {
    space.subscribe(place(space).watch(), SectionWatch.DECLARATION);
  }

  private Place place(AddressSpace space) {
    return places.computeIfAbsent(space, each -> Place.empty(this::held));
  }

  /** Lets a driver in, freshly loaded; it comes back wherever it was attached before. */
  void install(String id) {
    checkNamed(id);
    replacements.install(id);
    attachEverywhere(id);
  }

  /** Takes a driver away, unannounced: whoever accesses memory by it is served by nobody. */
  void remove(String id) {
    checkNamed(id);
    places.values().forEach(each -> each.unwatch(id, checker));
    replacements.remove(id);
  }

  /** Takes a driver away for a while, as a bundle that stops: nobody accesses memory by it. */
  void stop(String id) {
    checkNamed(id);
    places.values().forEach(each -> each.leave(id, checker));
    replacements.stop(id);
  }

  /** Lets a driver in that was stopped: another instance of the same classes. */
  void start(String id) {
    checkNamed(id);
    if (status(id).isEmpty()) {
      replacements.start(id);
      attachEverywhere(id);
    }
  }

  private void attachEverywhere(String id) {
    List.copyOf(places.values())
        .forEach(place -> status(id).ifPresent(each -> attach(each, place)));
  }

  /** Lets a freshly loaded copy succeed a driver, in good order. */
  void swap(String id) {
    checkNamed(id);
    replacements.swap(id).ifPresent(why -> givenUp(id, why));
  }

  private void givenUp(String driver, Finding why) {
    String text = driver + " is not succeeded by another version: " + why.message();
    found.add(Breach.of(Breach.Kind.GIVEN_UP, why.rule(), driver, text));
  }

  /** Takes a driver out as an operator does. */
  void quarantine(String id) {
    checkNamed(id);
    replacements.quarantine(id);
  }

  /** Ends that. */
  void release(String id) {
    checkNamed(id);
    replacements.release(id);
  }

  /** Lets another engine take over, with all spaces and with those drivers that are there. */
  void swapEngine() {
    Optional<AddressSpace> open =
        core.spaces().stream().filter(each -> !each.openSections().isEmpty()).findFirst();
    if (open.isPresent()) { // it would wait for its end
      String text = open.get().openSections().get(0) + " is open in " + open.get().name();
      found.add(Breach.of(Breach.Kind.UNBALANCED, Rule.R2_1, "", text));
    } else {
      replacements.swapEngine();
    }
  }

  private void checkNamed(String id) {
    if (!ids.contains(id)) {
      throw new BadFieldException("the case has no driver '" + id + "', but " + ids);
    }
  }

  @Override
  public void created(UserProcess process, SpaceOrigin origin) {
    Place here = place(process.space());
    here.settle(process);
    for (String id : ids) {
      status(id).ifPresent(each -> attach(each, here));
    }
  }

  private void attach(DriverStatus driver, Place place) {
    try {
      Attachment made = core.drivers().attach(driver.id(), place.process().space());
      place.enter(made, checker);
      driver
          .capability()
          .filter(Drivers::isToldAtStart)
          .ifPresent(each -> place.watch().add(each.id()));
    } catch (ContractException e) {
      found.add(Breach.of(Breach.Kind.PROMISE, e.rule(), driver.id(), e.getMessage()));
    }
  }

  /** A secondary TLB is flushed later in the section; who may decline may keep what is pinned. */
  private static boolean isToldAtStart(DriverCapability declared) {
    return !declared.subscriptions().contains(SubscriptionKind.SECONDARY_TLB)
        && !declared.callbacks().contains(Callback.TRY_START);
  }

  private Optional<DriverStatus> status(String id) {
    return core.drivers().list().stream()
        .filter(each -> each.id().equals(id) && each.state() == DriverStatus.State.ADMITTED)
        .findFirst();
  }

  @Override
  public void releasing(UserProcess process) {
    places.remove(process.space());
  }

  private void held(String driver, String what) {
    found.add(Breach.of(Breach.Kind.HELD, Rule.R1_4, driver, what));
  }

  /** Lets the device of one driver, or of each, access a page; the last outcome. */
  AccessOutcome access(UserProcess process, Optional<String> driver, long page, Access access) {
    AccessOutcome outcome = AccessOutcome.HIT;
    for (Attachment each : chosen(process, driver)) {
      outcome = each.access(page, access);
      if (outcome == AccessOutcome.REFUSED && access == Access.WRITE) {
        outcome = each.access(page, Access.READ);
      }
      noteGap(each, outcome, page);
    }
    return outcome;
  }

  /** The same with data, which is compared with what the CPU reads. */
  void exchange(UserProcess process, Optional<String> driver, long page, Access access) {
    for (Attachment each : chosen(process, driver)) {
      if (each.device() instanceof DataDevice device) {
        exchange(process, each.driver(), device, page, access);
      } else {
        access(process, Optional.of(each.driver()), page, access);
      }
    }
  }

  private List<Attachment> chosen(UserProcess process, Optional<String> driver) {
    driver.ifPresent(this::checkNamed);
    Place here = places.get(process.space());
    return (here == null ? Stream.<Attachment>empty() : here.attachments().stream())
        .filter(each -> driver.isEmpty() || each.driver().equals(driver.get()))
        .toList();
  }

  private void noteGap(Attachment where, AccessOutcome outcome, long page) {
    boolean announced = replacements.isQuarantined(where.driver());
    if (outcome == AccessOutcome.DETACHED && !announced && !where.space().released()) {
      String text =
          String.format("nobody served an access of 0x%x in %s", page, where.space().name());
      found.add(Breach.of(Breach.Kind.GAP, Rule.R4_5, where.driver(), text));
    }
  }

  /** Each value is written once, so equal answers mean that the page stayed the same. */
  private void exchange(
      UserProcess process, String driver, DataDevice device, long page, Access access) {
    SectionWatch watch = places.get(process.space()).watch();
    try {
      if (access == Access.WRITE) {
        long value = ++values;
        device.access(page, Access.WRITE, frame -> machine.store(frame, value));
      }
      long before = watch.started();
      OptionalLong first = load(device, page);
      OptionalLong cpu = process.peek(page);
      boolean judged = first.isPresent() && cpu.isPresent() && first.equals(load(device, page));
      if (judged && watch.started() == before && !first.equals(cpu)) {
        differs(
            driver,
            String.format(
                "0x%x holds %d for the device and %d for the CPU",
                page, first.getAsLong(), cpu.getAsLong()));
      }
    } catch (IllegalArgumentException e) { // of the machine: the frame was freed
      differs(driver, String.format("0x%x: %s", page, e.getMessage()));
    }
  }

  private OptionalLong load(DataDevice device, long page) {
    long[] value = {0};
    AccessOutcome outcome =
        device.access(page, Access.READ, frame -> value[0] = machine.load(frame));
    boolean used = outcome == AccessOutcome.HIT || outcome == AccessOutcome.MADE;
    return used ? OptionalLong.of(value[0]) : OptionalLong.empty();
  }

  private void differs(String driver, String text) {
    found.add(Breach.of(Breach.Kind.CONTENTS, Rule.R1_4, driver, text));
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    if (ids.contains(subscriber)) {
      long step = callback == Callback.START ? 1 : callback == Callback.END ? -1 : 0;
      unended.merge(subscriber, step, Long::sum);
    }
  }

  /** What was found so far; asked between steps, when no section is open. */
  List<Breach> breaches() {
    List<Breach> all = new ArrayList<>(found);
    unended.forEach((driver, count) -> unended(driver, count).ifPresent(all::add));
    return all;
  }

  /** Asked at the end, when every process has ended: collects garbage. */
  List<Breach> classesThatStay() {
    return replacements.classesThatStay();
  }

  /** Of who may decline, ends come in one experiment only. */
  private Optional<Breach> unended(String driver, long count) {
    boolean pairs =
        status(driver)
            .flatMap(DriverStatus::capability)
            .filter(each -> each.callbacks().contains(Callback.START))
            .isPresent();
    String text =
        count > 0
            ? count + " starts were never followed by an end"
            : -count + " ends came without their start";
    return pairs && count != 0
        ? Optional.of(Breach.of(Breach.Kind.UNBALANCED, Rule.R2_4, driver, text))
        : Optional.empty();
  }
}
