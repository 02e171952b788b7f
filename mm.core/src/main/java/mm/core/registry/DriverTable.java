package mm.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.DriverOptions;
import mm.api.DriverPolicy;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.api.Violation;
import mm.core.port.CorePorts;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.MayDecline;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import mm.spi.rules.ImplementationRules;

/** The registry: who is admitted, attached, judged and punished. Who is in it, the roster knows. */
public final class DriverTable implements DriverRegistry {
  private final CoreOptions options;
  private final OptionsInForce configured;
  private final CorePorts ports;
  private final ViolationSink violations;
  private volatile Consumer<String> refuseInside = what -> {};
  private final Roster roster = new Roster();
  private final Swaps swaps;
  private final Discipline discipline;

  /**
   * Makes an empty registry.
   *
   * @param options what to allow
   * @param ports where drivers' ports come from
   * @param violations where broken promises go
   * @param reactions runs what must not run in a callback, one after the other
   */
  public DriverTable(
      CoreOptions options, CorePorts ports, ViolationSink violations, Executor reactions) {
    this.options = options;
    configured = new OptionsInForce(options);
    this.ports = ports;
    this.violations = violations;
    swaps = new Swaps(roster, violations);
    discipline = new Discipline(roster, violations, reactions);
  }

  @Override
  public List<Admission> load(ClassLoader loader) {
    List<Admission> outcomes = new ArrayList<>();
    ServiceLoader.load(NotifierDriver.class, loader).stream()
        .forEach(each -> outcomes.add(admit(each.type(), each, each.type().getName())));
    return outcomes;
  }

  @Override
  public Admission admit(NotifierDriver driver) {
    return admit(driver.getClass(), () -> driver, driver.getClass().getName());
  }

  private Admission admit(
      Class<?> type, Supplier<? extends NotifierDriver> instance, String origin) {
    DriverInfo info = type.getAnnotation(DriverInfo.class);
    if (info == null) {
      return refuse(type.getName(), origin, List.of(DriverFaults.undeclared(type)));
    }
    CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
    if (checked instanceof CheckedCapability.Wrong wrong) {
      return refuse(info.id(), origin, wrong.findings());
    }
    return admit(((CheckedCapability.Right) checked).capability(), type, instance, origin);
  }

  /**
   * Admits a driver whose capability has been checked: compares its class with the capability, and
   * only then makes an instance.
   *
   * @param capability what it declares
   * @param type its class
   * @param instance makes the driver; its failure is a refusal
   * @param origin where it comes from
   * @return the outcome
   */
  public Admission admit(
      DriverCapability capability,
      Class<?> type,
      Supplier<? extends NotifierDriver> instance,
      String origin) {
    List<Finding> findings = new ArrayList<>(ImplementationRules.check(capability, type));
    if (capability.failure() == MayDecline.OPPORTUNISTIC
        && options.opportunistic() == CoreOptions.Opportunistic.REFUSED) {
      findings.add(DriverFaults.opportunistic(capability.id()));
    }
    DriverPolicy judge = discipline.policy();
    findings.addAll(judge.judge(capability, origin));
    roster.duplicate(capability.id(), origin).map(DriverFaults::duplicate).ifPresent(findings::add);
    NotifierDriver driver = findings.isEmpty() ? make(instance, type, findings) : null;
    return driver == null
        ? refuse(capability, origin, findings)
        : enter(capability, type, driver, origin, judge);
  }

  private static NotifierDriver make(
      Supplier<? extends NotifierDriver> instance, Class<?> type, List<Finding> findings) {
    try {
      return instance.get();
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      findings.add(DriverFaults.unmade(type, e));
      return null;
    }
  }

  private Admission enter(
      DriverCapability capability,
      Class<?> type,
      NotifierDriver driver,
      String origin,
      DriverPolicy judge) {
    List<Class<?>> notifiers = List.of(type.getAnnotation(DriverInfo.class).notifiers());
    Places places = new Places(notifiers, ports, violations, configured);
    DriverEntry entry = DriverEntry.admitted(capability, origin, driver, places);
    Optional<DriverEntry> duplicate = roster.enter(entry);
    if (duplicate.isPresent()) {
      return refuse(capability, origin, List.of(DriverFaults.duplicate(duplicate.get())));
    }
    discipline.entered(entry, judge);
    if (!entry.isStandby()) {
      roster.takeVacancy(entry.id()).ifPresent(this::handOn);
    }
    return new Admission.Admitted(capability.id());
  }

  /**
   * All places of a driver that has gone, or of its vacancy, are those of the next one with its id:
   * one that is here already, or whoever comes. Each place goes to whom it belongs at that moment,
   * since another thread may bring or take a driver meanwhile.
   */
  private void handOn(DriverEntry gone) {
    for (DriverAttachment each : gone.giveUpPlaces()) {
      each.suspend();
      roster.handOn(gone.id(), each).resume(each, violations);
    }
  }

  private Admission refuse(DriverCapability capability, String origin, List<Finding> findings) {
    roster.put(DriverEntry.refused(capability, origin, findings));
    return new Admission.Refused(capability.id(), findings);
  }

  /**
   * Lists a driver as refused.
   *
   * @param id its id as far as it is known
   * @param origin where it comes from
   * @param findings why
   * @return the outcome
   */
  public Admission refuse(String id, String origin, List<Finding> findings) {
    roster.put(DriverEntry.refused(id, origin, findings));
    return new Admission.Refused(id, findings);
  }

  /**
   * Forgets what an origin brought: takes its drivers out of all places and drops its refusals. The
   * places stay, without a driver, for the next one with the same id.
   *
   * @param origin where they came from
   */
  public void forget(String origin) {
    roster.removeAll(origin).stream()
        .filter(gone -> gone.admitted() && !gone.isStandby())
        .forEach(this::handOn);
  }

  @Override
  public List<DriverStatus> list() {
    return roster.statuses();
  }

  @Override
  public List<Attachment> attachments() {
    return roster.attachments();
  }

  @Override
  public Attachment attach(String id, AddressSpace space) {
    AttachableSpace own = AttachableSpace.of(space);
    Optional<DriverAttachment> made = Optional.empty();
    while (made.isEmpty()) { // again each time that a swap begins or ends meanwhile
      made = attachable(id, own).attach(own);
    }
    return made.get();
  }

  private DriverEntry attachable(String id, AttachableSpace space) {
    DriverEntry entry = roster.find(id);
    if (space.released()) {
      throw new ContractException(Rule.R4_4, "attach of " + id + " to released " + space.name());
    }
    if (entry.quarantine() != null) {
      throw new IllegalArgumentException(
          "driver '" + id + "' is quarantined: " + entry.quarantine());
    }
    return entry;
  }

  @Override
  public Admission admitStandby(NotifierDriver driver, String origin) {
    expectStandby(origin);
    return admit(driver.getClass(), () -> driver, origin);
  }

  @Override
  public void expectStandby(String origin) {
    roster.expect(origin);
  }

  @Override
  public void dismiss(String origin) {
    roster.dismiss(origin);
  }

  /**
   * Says how to refuse a swap on a thread that must not wait for one.
   *
   * @param how throws when the calling thread is in a callback or in a section of its own
   */
  public void refuseSwapsBy(Consumer<String> how) {
    refuseInside = how;
  }

  @Override
  public SwapReport swap(SwapPlan plan) {
    refuseInside.accept("swap of " + plan.from());
    return swaps.swap(plan);
  }

  /**
   * Runs something as soon as a driver is in charge: at once unless it is a standby.
   *
   * @param id an admitted driver
   * @param origin where it comes from
   * @param action what to run
   */
  public void whenInCharge(String id, String origin, Runnable action) {
    roster.admitted().stream()
        .filter(each -> each.id().equals(id) && each.origin().equals(origin))
        .forEach(each -> each.whenInCharge(action));
  }

  @Override
  public void govern(DriverPolicy next) {
    discipline.govern(next);
  }

  @Override
  public CompletionStage<Void> quarantine(String id, Finding why) {
    return discipline.quarantine(id, why);
  }

  @Override
  public CompletionStage<Void> release(String id) {
    return discipline.release(id);
  }

  @Override
  public void configure(DriverOptions next) {
    configured.configure(next);
  }

  @Override
  public Map<String, String> options(String id) {
    return configured.of(id);
  }

  @Override
  public Optional<String> refusal(String id, AddressSpace empty, Map<String, String> others) {
    return roster.find(id).refusal(AttachableSpace.of(empty), others);
  }

  /**
   * Asks the policy what to do about a broken promise; called on the thread that broke it.
   *
   * @param violation what happened
   */
  public void broke(Violation violation) {
    discipline.broke(violation);
  }

  /**
   * Says how to stop where a driver came from.
   *
   * @param how is given the origin; runs on the thread of reactions
   */
  public void stopBy(Consumer<String> how) {
    discipline.stopBy(how);
  }

  @Override
  public void retire(String id) {
    roster.remove(id).ifPresent(DriverEntry::detachAll);
  }

  /** Retires every driver. */
  public void close() {
    roster.removeAll().forEach(DriverEntry::detachAll);
  }
}
