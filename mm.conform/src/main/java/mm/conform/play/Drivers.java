package mm.conform.play;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.Dispatcher;
import mm.api.DriverStatus;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
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
import mm.spi.Declaration;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;
import mm.spi.SubscriptionKind;

/**
 * The drivers of a script: each is attached to every process when its space begins, as in a replay,
 * and is looked into inside of sections. Used by the one thread of the script.
 */
final class Drivers implements SpaceListener, CallbackObserver {
  private final Dispatcher core;
  private final Machine machine;
  private final ShadowChecker checker;
  private final Function<String, NotifierDriver> source;
  private final List<String> ids;
  private final Map<AddressSpace, Map<String, Attachment>> places = new HashMap<>();
  private final Map<AddressSpace, SectionWatch> watches = new HashMap<>();
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
      Function<String, NotifierDriver> source,
      List<String> ids) {
    this.core = core;
    this.machine = machine;
    this.checker = checker;
    this.source = source;
    this.ids = ids;
    ids.forEach(this::install);
    core.observe(this);
  }

  /** Lets a driver in; it comes back wherever it was attached before. */
  void install(String id) {
    Admission admission = core.drivers().admit(source.apply(id));
    if (admission instanceof Admission.Refused refused) {
      throw new BadFieldException("driver '" + id + "' is refused: " + refused.findings());
    }
  }

  /** Takes a driver away, unannounced: whoever accesses memory by it is served by nobody. */
  void remove(String id) {
    checkNamed(id);
    core.drivers().retire(id);
  }

  private void checkNamed(String id) {
    if (!ids.contains(id)) {
      throw new BadFieldException("the case has no driver '" + id + "', but " + ids);
    }
  }

  @Override
  public void created(UserProcess process, SpaceOrigin origin) {
    Map<String, Attachment> here = new LinkedHashMap<>();
    SectionWatch watch = new SectionWatch(here, this::held);
    if (core instanceof NotifierCore) { // other generations ask whether there are notifiers at all
      process.space().subscribe(watch, Declaration.neverBlocking(SectionWatch.NAME));
    }
    watches.put(process.space(), watch);
    places.put(process.space(), here);
    for (String id : ids) {
      status(id).ifPresent(each -> attach(each, process, here, watch));
    }
  }

  private void attach(
      DriverStatus driver, UserProcess process, Map<String, Attachment> here, SectionWatch watch) {
    try {
      Attachment made = core.drivers().attach(driver.id(), process.space());
      here.put(driver.id(), made);
      checker.watch(process, made);
      driver.capability().filter(Drivers::isToldAtStart).ifPresent(each -> watch.add(each.id()));
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
    return places.getOrDefault(process.space(), Map.of()).values().stream()
        .filter(each -> driver.isEmpty() || each.driver().equals(driver.get()))
        .toList();
  }

  private void noteGap(Attachment where, AccessOutcome outcome, long page) {
    if (outcome == AccessOutcome.DETACHED && !where.space().released()) {
      String text =
          String.format("nobody served an access of 0x%x in %s", page, where.space().name());
      found.add(Breach.of(Breach.Kind.GAP, Rule.R4_5, where.driver(), text));
    }
  }

  /** Each value is written once, so equal answers mean that the page stayed the same. */
  private void exchange(
      UserProcess process, String driver, DataDevice device, long page, Access access) {
    SectionWatch watch = watches.get(process.space());
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
