package mm.soak;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Violation;
import mm.deploy.service.LastingSpaces;
import mm.machine.Machine;
import mm.machine.OomReaper;
import mm.machine.ReaperPolicy;
import mm.machine.ShadowChecker;
import mm.machine.SpaceListener;
import mm.machine.SpaceOrigin;
import mm.machine.StaleTranslation;
import mm.machine.UserProcess;
import mm.report.ViolationScript.Cause;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.SubscriptionKind;

/** The machine, with every driver of the soak attached to every space, also of forked children. */
final class World implements SpaceListener {
  private static final List<StaleTranslation> NOTHING_STALE = List.of();

  static final int SWAP_PAGES = 1 << 12;

  private final LastingSpaces spaces;
  private final Chronicle chronicle;
  private final Ledger ledger;
  private final Set<String> drivers;
  private final Machine machine;
  private final ShadowChecker checker;
  private final OomReaper reaper;
  private final Map<AddressSpace, List<Attachment>> attachments = new ConcurrentHashMap<>();
  private final Map<AddressSpace, List<Attachment>> judged = new ConcurrentHashMap<>();
  private final Set<String> toldAtStart;
  private final Observation judging;

  World(LastingSpaces spaces, Ledger ledger, Chronicle chronicle, Set<String> drivers) {
    this.spaces = spaces;
    this.chronicle = chronicle;
    this.ledger = ledger;
    this.drivers = Set.copyOf(drivers);
    toldAtStart = drivers.stream().filter(this::isToldAtStart).collect(Collectors.toSet());
    judging = spaces.whenAttended(this::judge);
    machine = new Machine(spaces);
    checker = new ShadowChecker(machine);
    reaper = new OomReaper(machine, ReaperPolicy.ATTEMPT);
    machine.swapOn(SWAP_PAGES);
    machine.addListener(this);
  }

  Machine machine() {
    return machine;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  /** Looks whether a device was found to hold, or a driver to have done, what it must not. */
  void look(Supplier<NotifierCore> core) {
    if (chronicle.isSatisfied()) {
      return;
    }
    checker.checkAll(); // what one operation leaves another may tidy up before the end
    for (StaleTranslation each : checker.hasFindings() ? checker.findings() : NOTHING_STALE) {
      chronicle.broke(
          each.space(),
          new Cause(Cause.STALE, "R1.4", each.driver(), each.toString(), each.address()));
    }
    NotifierCore engine = core.get();
    if (engine != null) { // else one goes and the next has not come
      engine.violations().forEach(this::promise);
    }
  }

  private void promise(Violation seen) {
    Promises.cause(seen).ifPresent(cause -> chronicle.broke(seen.space(), cause));
  }

  OomReaper reaper() {
    return reaper;
  }

  ShadowChecker checker() {
    return checker;
  }

  List<Attachment> of(UserProcess process) {
    return attachments.getOrDefault(process.space(), List.of());
  }

  /** Before the drivers come in, also in the next engine. */
  private void judge(AddressSpace space) {
    space.subscribe(new Judge(ledger, chronicle, judged(space)), Judge.DECLARATION);
  }

  private List<Attachment> judged(AddressSpace space) {
    return judged.computeIfAbsent(space, each -> new CopyOnWriteArrayList<>());
  }

  void close() {
    judging.close();
  }

  @Override
  public void created(UserProcess process, SpaceOrigin origin) {
    List<Attachment> all = new CopyOnWriteArrayList<>();
    for (String each : drivers) {
      long absence = ledger.absence();
      try {
        Attachment made = spaces.drivers().attach(each, process.space());
        all.add(made);
        if (toldAtStart.contains(each)) {
          judged(process.space()).add(made);
        }
        checker.watch(process, made);
      } catch (ContractException | IllegalArgumentException e) {
        // announced: it is stopped or quarantined at this moment
        if (!ledger.isAnnounced(absence)) {
          ledger.error(e);
        }
      }
    }
    attachments.put(process.space(), all);
  }

  /**
   * Whether a driver holds nothing of a range from its start on. A secondary TLB is flushed later
   * in the section; and a notifier that answers its start and has no end may pin pages in between,
   * which it compares with the CPU's tables before each use.
   */
  private boolean isToldAtStart(String id) {
    return spaces.drivers().list().stream()
        .filter(each -> each.id().equals(id) && each.state() == DriverStatus.State.ADMITTED)
        .flatMap(each -> each.capability().stream())
        .noneMatch(World::isToldOtherwise);
  }

  private static boolean isToldOtherwise(DriverCapability declared) {
    return declared.subscriptions().contains(SubscriptionKind.SECONDARY_TLB)
        || declared.callbacks().contains(Callback.TRY_START);
  }

  @Override
  public void releasing(UserProcess process) {
    attachments.remove(process.space());
    judged.remove(process.space());
  }
}
