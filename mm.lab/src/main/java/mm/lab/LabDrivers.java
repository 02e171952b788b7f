package mm.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.AdmittedDrivers;
import mm.api.Attachment;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.Device;
import mm.spi.DriverCapability;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import mm.spi.rules.ImplementationRules;

/** The drivers of a reference dispatcher. */
final class LabDrivers implements AdmittedDrivers {
  private record Entry(
      NotifierDriver driver,
      String id,
      Optional<DriverCapability> capability,
      List<Finding> findings,
      List<LabAttachment> attachments) {
    boolean admitted() {
      return findings.isEmpty();
    }

    DriverStatus status() {
      return new DriverStatus(
          id,
          driver.getClass().getName(),
          admitted() ? DriverStatus.State.ADMITTED : DriverStatus.State.REFUSED,
          capability,
          findings,
          attachments.size());
    }
  }

  private final Calls calls;
  private final CoreOptions options;
  private final Map<String, Entry> entries = new LinkedHashMap<>(); // guarded by this

  LabDrivers(Calls calls, CoreOptions options) {
    this.calls = calls;
    this.options = options;
  }

  @Override
  public List<Admission> load(ClassLoader loader) {
    List<Admission> outcomes = new ArrayList<>();
    ServiceLoader.load(NotifierDriver.class, loader).forEach(driver -> outcomes.add(admit(driver)));
    return outcomes;
  }

  @Override
  public synchronized Admission admit(NotifierDriver driver) {
    DriverInfo info = driver.getClass().getAnnotation(DriverInfo.class);
    if (info == null) {
      String type = driver.getClass().getName();
      return enter(
          new Entry(
              driver,
              type,
              Optional.empty(),
              List.of(new Finding(Rule.R6_1, type + " carries no @DriverInfo.", "Annotate it.")),
              List.of()));
    }
    CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
    if (checked instanceof CheckedCapability.Wrong wrong) {
      return enter(new Entry(driver, info.id(), Optional.empty(), wrong.findings(), List.of()));
    }
    DriverCapability capability = ((CheckedCapability.Right) checked).capability();
    List<Finding> findings =
        new ArrayList<>(ImplementationRules.check(capability, driver.getClass()));
    if (entries.containsKey(info.id())) {
      findings.add(new Finding(Rule.R6_9, info.id() + " is here already.", "Retire it first."));
    }
    return enter(
        new Entry(driver, info.id(), Optional.of(capability), findings, new ArrayList<>()));
  }

  private Admission enter(Entry entry) {
    if (!entry.admitted()) {
      entries.put(entry.driver.getClass().getName() + " " + entry.id, entry);
      return new Admission.Refused(entry.id, entry.findings);
    }
    entries.put(entry.id, entry);
    return new Admission.Admitted(entry.id);
  }

  @Override
  public synchronized List<Attachment> attachments() {
    return entries.values().stream()
        .flatMap(entry -> entry.attachments.stream())
        .map(Attachment.class::cast)
        .toList();
  }

  @Override
  public synchronized List<DriverStatus> list() {
    return entries.values().stream().map(Entry::status).toList();
  }

  @Override
  public Attachment attach(String id, AddressSpace space) {
    Entry entry = find(id);
    if (!(space instanceof LabSpace own)) {
      throw new IllegalArgumentException("space " + space.name() + " is of another engine");
    }
    if (own.released()) {
      throw new ContractException(Rule.R4_4, "attach of " + id + " to released " + own.name());
    }
    LabContext context =
        new LabContext(
            own, entry.capability.orElseThrow().declaration(), calls, options.driverOptions());
    LabAttachment made = new LabAttachment(id, own, context, attached(entry, context));
    synchronized (this) {
      entry.attachments.add(made);
    }
    return made;
  }

  private static Device attached(Entry entry, LabContext context) {
    Device device = null;
    Throwable cause = null;
    try {
      device = entry.driver.attach(context);
    } catch (RuntimeException e) {
      cause = e;
    }
    if (device == null) {
      context.close();
      throw cause instanceof ContractException broken
          ? broken
          : new ContractException(Rule.R6_12, entry.id + " attached without a device", cause);
    }
    return device;
  }

  private synchronized Entry find(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalArgumentException("no driver '" + id + "' is admitted");
    }
    return entry;
  }

  /** Closes what is attached to a space that has been released. */
  void detachFrom(LabSpace space) {
    List<LabAttachment> gone = new ArrayList<>();
    synchronized (this) {
      for (Entry entry : entries.values()) {
        entry.attachments.stream().filter(each -> each.space() == space).forEach(gone::add);
      }
    }
    gone.forEach(LabAttachment::close);
  }

  @Override
  public void retire(String id) {
    Entry gone;
    synchronized (this) {
      gone = entries.remove(id);
    }
    if (gone != null) {
      List.copyOf(gone.attachments).forEach(LabAttachment::close);
    }
  }

  void close() {
    list().forEach(status -> retire(status.id()));
  }

  private final class LabAttachment implements Attachment {
    private final String driver;
    private final LabSpace space;
    private final LabContext context;
    private final Device device;
    private boolean closed;

    LabAttachment(String driver, LabSpace space, LabContext context, Device device) {
      this.driver = driver;
      this.space = space;
      this.context = context;
      this.device = device;
    }

    @Override
    public String driver() {
      return driver;
    }

    @Override
    public AddressSpace space() {
      return space;
    }

    @Override
    public Device device() {
      return device;
    }

    @Override
    public void close() {
      synchronized (LabDrivers.this) {
        if (closed) {
          return;
        }
        closed = true;
        entries.values().stream()
            .filter(entry -> entry.id.equals(driver))
            .forEach(entry -> entry.attachments.remove(this));
      }
      context.isolated("quiesce", device::quiesce);
      context.closeSubscriptions();
      context.isolated("detach", device::detach);
      context.close();
    }
  }
}
