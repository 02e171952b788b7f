package mm.core.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.DriverPolicy;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
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

/** The registry: one entry per driver seen, by origin and id. */
public final class DriverTable implements DriverRegistry {
  private final CoreOptions options;
  private final CorePorts ports;
  private final ViolationSink violations;
  private final Executor reactions;
  private volatile DriverPolicy policy = DriverPolicy.OPEN;
  private volatile Consumer<String> stopper = origin -> {};

  /** Guarded by this. The key is the id for admitted drivers, origin and id for refused ones. */
  private final Map<String, DriverEntry> entries = new LinkedHashMap<>();

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
    this.reactions = reactions;
    this.options = options;
    this.ports = ports;
    this.violations = violations;
  }

  @Override
  public List<Admission> load(ClassLoader loader) {
    List<Admission> outcomes = new ArrayList<>();
    ServiceLoader.load(NotifierDriver.class, loader).stream()
        .forEach(provider -> outcomes.add(admit(provider.type(), provider::get)));
    return outcomes;
  }

  @Override
  public Admission admit(NotifierDriver driver) {
    return admit(driver.getClass(), () -> driver);
  }

  private Admission admit(Class<?> type, Supplier<? extends NotifierDriver> instance) {
    DriverInfo info = type.getAnnotation(DriverInfo.class);
    if (info == null) {
      Finding finding =
          new Finding(
              Rule.R6_1,
              type.getName() + " carries no @DriverInfo.",
              "Annotate it with what it declares.");
      return refuse(type.getName(), type.getName(), List.of(finding));
    }
    CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
    if (checked instanceof CheckedCapability.Wrong wrong) {
      return refuse(info.id(), type.getName(), wrong.findings());
    }
    DriverCapability capability = ((CheckedCapability.Right) checked).capability();
    return admit(capability, type, instance, type.getName());
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
      findings.add(
          new Finding(
              Rule.R6_11,
              capability.id() + " is opportunistic.",
              "Declare another failure, or allow the experiment."));
    }
    findings.addAll(policy.judge(capability, origin));
    duplicate(capability.id()).ifPresent(findings::add);
    NotifierDriver driver = findings.isEmpty() ? make(instance, type, findings) : null;
    return driver == null
        ? refuse(capability, origin, findings)
        : enter(capability, type, driver, origin);
  }

  private static NotifierDriver make(
      Supplier<? extends NotifierDriver> instance, Class<?> type, List<Finding> findings) {
    try {
      return instance.get();
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      findings.add(
          new Finding(
              Rule.R6_8,
              type.getName() + " could not be made: " + cause + ".",
              "Let the constructor do nothing that can fail."));
      return null;
    }
  }

  private synchronized Admission enter(
      DriverCapability capability, Class<?> type, NotifierDriver driver, String origin) {
    Optional<Finding> duplicate = duplicate(capability.id()); // again, now that nobody can enter
    if (duplicate.isPresent()) {
      return refuse(capability, origin, List.of(duplicate.get()));
    }
    DriverInfo info = type.getAnnotation(DriverInfo.class);
    entries.put(
        capability.id(),
        DriverEntry.admitted(capability, origin, driver, List.of(info.notifiers())));
    return new Admission.Admitted(capability.id());
  }

  private synchronized Optional<Finding> duplicate(String id) {
    return Optional.ofNullable(entries.get(id))
        .filter(DriverEntry::admitted)
        .map(
            present ->
                new Finding(
                    Rule.R6_9,
                    "A driver with the id "
                        + id
                        + " is here already, from "
                        + present.origin()
                        + ".",
                    "Retire it first, or choose another id."));
  }

  private Admission refuse(DriverCapability capability, String origin, List<Finding> findings) {
    put(DriverEntry.refused(capability, origin, findings));
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
    put(DriverEntry.refused(id, origin, findings));
    return new Admission.Refused(id, findings);
  }

  private synchronized void put(DriverEntry refused) {
    entries.put(refused.origin() + " " + refused.id(), refused);
  }

  /**
   * Forgets what an origin brought: retires its drivers and drops its refusals.
   *
   * @param origin where they came from
   */
  public void forget(String origin) {
    List<DriverEntry> gone = new ArrayList<>();
    synchronized (this) {
      entries.values().removeIf(entry -> entry.origin().equals(origin) && gone.add(entry));
    }
    gone.forEach(DriverEntry::detachAll);
  }

  @Override
  public synchronized List<DriverStatus> list() {
    return entries.values().stream().map(DriverEntry::status).toList();
  }

  @Override
  public Attachment attach(String id, AddressSpace space) {
    if (!(space instanceof AttachableSpace own)) {
      throw new IllegalArgumentException("space " + space.name() + " is of another engine");
    }
    DriverEntry entry = find(id);
    if (own.released()) {
      throw new ContractException(Rule.R4_4, "attach of " + id + " to released " + own.name());
    }
    if (entry.quarantine() != null) {
      throw new IllegalArgumentException(
          "driver '" + id + "' is quarantined: " + entry.quarantine());
    }
    return entry.attach(own, ports, violations, options.driverOptions());
  }

  @Override
  public void govern(DriverPolicy next) {
    Map<DriverEntry, List<Finding>> judged = new LinkedHashMap<>();
    for (DriverEntry each : admitted()) {
      judged.put(each, next.judge(each.capability(), each.origin()));
    }
    policy = next;
    judged.forEach(this::examined);
  }

  private void examined(DriverEntry driver, List<Finding> findings) {
    Finding why = driver.quarantine();
    if (!findings.isEmpty()) {
      quarantine(driver, findings.get(0));
    } else if (why != null && why.rule() == Rule.R6_22) {
      release(driver);
    }
  }

  private synchronized List<DriverEntry> admitted() {
    return entries.values().stream().filter(DriverEntry::admitted).toList();
  }

  @Override
  public CompletionStage<Void> quarantine(String id, Finding why) {
    return quarantine(find(id), why);
  }

  private CompletionStage<Void> quarantine(DriverEntry driver, Finding why) {
    synchronized (this) {
      if (!driver.startQuarantine(why)) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return CompletableFuture.runAsync(driver::suspend, reactions);
  }

  @Override
  public CompletionStage<Void> release(String id) {
    return release(find(id));
  }

  private CompletionStage<Void> release(DriverEntry driver) {
    synchronized (this) {
      if (!driver.endQuarantine()) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return CompletableFuture.runAsync(() -> driver.resume(violations), reactions);
  }

  /**
   * Asks the policy what to do about a broken promise; called on the thread that broke it.
   *
   * @param violation what happened
   */
  public void broke(Violation violation) {
    DriverEntry driver;
    synchronized (this) {
      driver = entries.get(violation.subscriber());
    }
    if (driver == null || !driver.admitted() || driver.quarantine() != null) {
      return;
    }
    Finding why =
        new Finding(
            violation.rule(),
            violation.message() + ".",
            "Mend the driver; release it when it is safe to try again.");
    switch (policy.reaction(violation)) {
      case QUARANTINE -> quarantine(driver, why);
      case STOP -> reactions.execute(() -> stop(driver, why));
      default -> {}
    }
  }

  private void stop(DriverEntry driver, Finding why) {
    if (find(driver)) {
      stopper.accept(driver.origin());
      retire(driver.id());
      refuse(driver.capability(), driver.origin(), List.of(why));
    }
  }

  private synchronized boolean find(DriverEntry driver) {
    return entries.get(driver.id()) == driver;
  }

  /**
   * Says how to stop where a driver came from.
   *
   * @param how is given the origin; runs on the thread of reactions
   */
  public void stopBy(Consumer<String> how) {
    stopper = how;
  }

  private synchronized DriverEntry find(String id) {
    DriverEntry entry = entries.get(id);
    if (entry == null || !entry.admitted()) {
      throw new IllegalArgumentException(
          "no driver '" + id + "' is admitted; there are " + admittedIds());
    }
    return entry;
  }

  private Collection<String> admittedIds() {
    return entries.values().stream().filter(DriverEntry::admitted).map(DriverEntry::id).toList();
  }

  @Override
  public void retire(String id) {
    DriverEntry gone;
    synchronized (this) {
      gone = entries.remove(id);
    }
    if (gone != null) {
      gone.detachAll();
    }
  }

  /** Retires every driver. */
  public void close() {
    List<DriverEntry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
      entries.clear();
    }
    all.forEach(DriverEntry::detachAll);
  }
}
