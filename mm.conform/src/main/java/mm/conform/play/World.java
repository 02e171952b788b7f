package mm.conform.play;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.Dispatcher;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Violation;
import mm.conform.script.BadFieldException;
import mm.conform.script.Format;
import mm.conform.script.Regions;
import mm.machine.Backing;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.KernelVersion;
import mm.machine.Machine;
import mm.machine.MachineOptions;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.MemoryGroup;
import mm.machine.ReaperPolicy;
import mm.machine.ShadowChecker;
import mm.machine.StaleTranslation;
import mm.machine.UserProcess;
import mm.machine.Userfault;
import mm.soak.witness.WitnessDriver;

/**
 * The world at the start of a case: a fresh machine with one process and one subscriber; and what
 * the steps add.
 */
final class World implements AutoCloseable {
  /** The first process. */
  static final String FIRST = "p0";

  private static final String FIRST_SUBSCRIBER = "s1";

  private final Dispatcher core;
  private final Machine machine;
  private final ShadowChecker checker;
  private final Format format;
  private final Recording recording = new Recording();
  private final Map<String, UserProcess> processes = new LinkedHashMap<>();
  private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
  private final Map<String, MemoryGroup> groups = new HashMap<>();
  private final Map<String, Backing> files = new HashMap<>();
  private final Map<String, DeviceRoom> devices = new HashMap<>();

  /** A name may be used again; what had it before has to be left too. */
  private final List<UserProcess> everyProcess = new ArrayList<>();

  private final List<Subscriber> everySubscriber = new ArrayList<>();
  private final List<Backing> everyFile = new ArrayList<>();

  private final ReaperPolicy reaper;
  private Optional<Drivers> drivers = Optional.empty();
  private Optional<Userfault> userfault; // null until a step opens one
  private boolean merging;

  World(KernelVersion kernel, Format format, Regions regions) {
    this(kernel, format, regions, NotifierCore.create());
  }

  /** The world takes the engine over. */
  World(KernelVersion kernel, Format format, Regions regions, Dispatcher core) {
    this(MachineOptions.defaults().with(kernel), format, core, ReaperPolicy.ATTEMPT);
    UserProcess first = spawn(FIRST);
    first.setHeapStart(regions.address("H", 0));
    subscribe(FIRST_SUBSCRIBER, FIRST);
  }

  /**
   * With drivers, which are attached to every process, and without the subscriber that recordings
   * have.
   */
  World(MachineOptions options, Regions regions, Dispatcher core, ReaperPolicy reaper) {
    this(options, Format.PROGRAMS, core, reaper);
  }

  private World(MachineOptions options, Format format, Dispatcher core, ReaperPolicy reaper) {
    this.core = core;
    this.reaper = reaper;
    this.machine = new Machine(core, options);
    this.checker = new ShadowChecker(machine);
    this.format = format;
  }

  /** Lets drivers in, and begins with the first process. */
  void begin(Drivers admitted, Regions regions) {
    drivers = Optional.of(admitted);
    machine.addListener(admitted);
    spawn(FIRST).setHeapStart(regions.address("H", 0));
  }

  /** A process that is nobody's child. */
  UserProcess spawn(String name) {
    UserProcess process = machine.spawn(name);
    add(name, process);
    return process;
  }

  Drivers drivers() {
    return drivers.orElseThrow(() -> new BadFieldException("the case names no 'drivers'"));
  }

  ShadowChecker checker() {
    return checker;
  }

  ReaperPolicy reaper() {
    return reaper;
  }

  Recording recording() {
    return recording;
  }

  void add(String name, UserProcess process) {
    processes.put(name, process);
    everyProcess.add(process);
  }

  UserProcess process(String name) {
    return known("process", name, processes);
  }

  /** The process of a name if it has not exited. */
  Optional<UserProcess> living(String name) {
    return Optional.ofNullable(processes.get(name)).filter(process -> !process.exited());
  }

  /** All that have not exited. */
  List<UserProcess> living() {
    return processes.values().stream().filter(process -> !process.exited()).toList();
  }

  void subscribe(String name, String process) {
    add(name, process(process), Subscriber.paired(name, process(process), recording));
  }

  void subscribe(Subscriber.Kind kind, String name, String process, Arguments.Range range) {
    AddressRange reach = new AddressRange(range.start(), range.start() + range.length());
    add(name, process(process), Subscriber.of(kind, name, process(process), reach));
  }

  private void add(String name, UserProcess process, Subscriber subscriber) {
    subscribers.put(name, subscriber);
    everySubscriber.add(subscriber);
    checker.watch(process, name, subscriber.tables());
  }

  /** A device's memory, made by its first use. */
  DeviceRoom device(String name) {
    return devices.computeIfAbsent(name, DeviceRoom::new);
  }

  Subscriber subscriber(String name) {
    return known("subscriber", name, subscribers);
  }

  /** A memory group, made by its first use. */
  MemoryGroup group(String name) {
    return groups.computeIfAbsent(name, machine::createGroup);
  }

  void createFile(String name, FileKind kind, long pages, FileContent content) {
    Backing file = machine.createFile(name, kind, pages, content);
    files.put(name, file);
    everyFile.add(file);
  }

  Backing file(String name) {
    return known("file", name, files);
  }

  void setMerging(boolean on) {
    merging = on;
  }

  /** What the merging thread does until nothing more can be merged; nothing while it is off. */
  void mergePages() {
    if (merging) {
      machine.mergeEqualPages();
    }
  }

  /** Empty when this kernel has refused to open one. */
  void setUserfault(Optional<Userfault> opened) {
    userfault = opened;
  }

  /** What the latest step that opens one has got. */
  Optional<Userfault> userfault() {
    if (userfault == null) {
      throw new BadFieldException("no userfaultfd has been opened");
    }
    return userfault;
  }

  private static <T> T known(String what, String name, Map<String, T> all) {
    T found = all.get(name);
    if (found == null) {
      throw new BadFieldException("there is no " + what + " '" + name + "'");
    }
    return found;
  }

  /** The machine itself, for what concerns no process. */
  Machine machine() {
    return machine;
  }

  /** In programs no mapping reserves swap, so that accounting keeps no neighbours apart. */
  MapRequest accounted(MapRequest request) {
    return format == Format.PROGRAMS ? request.with(MapOption.NORESERVE) : request;
  }

  Dispatcher core() {
    return core;
  }

  /** What always holds and does not now; asked between steps. */
  Optional<Breach> breach() {
    Optional<String> unpaired = recording.fault();
    if (unpaired.isPresent()) {
      return Breach.of(Breach.Kind.UNBALANCED, unpaired.get());
    }
    if (checker.hasFindings()) {
      return Optional.of(stale(checker.findings().get(0)));
    }
    return core.violations().stream().findFirst().map(World::promise);
  }

  private static Breach stale(StaleTranslation found) {
    return Breach.of(Breach.Kind.STALE, Rule.R1_4, found.driver(), found.toString());
  }

  private static Breach promise(Violation broken) {
    if (broken.subscriber().equals(WitnessDriver.ID)
        && broken.message().contains(WitnessDriver.SPLIT)) { // who finds it has not broken it
      return Breach.of(
          Breach.Kind.UNBALANCED, Rule.R2_4, broken.subscriber(), "witness: " + broken.message());
    }
    return Breach.of(Breach.Kind.PROMISE, broken.rule(), broken.subscriber(), broken.message());
  }

  /** All that always holds and does not now, what drivers did first. */
  List<Breach> breaches() {
    List<Breach> all = new ArrayList<>();
    checker.findings().forEach(each -> all.add(stale(each)));
    core.violations().forEach(each -> all.add(promise(each)));
    drivers.ifPresent(each -> all.addAll(each.breaches()));
    recording.fault().flatMap(each -> Breach.of(Breach.Kind.UNBALANCED, each)).ifPresent(all::add);
    return all;
  }

  /** The same after a look at everything. */
  Optional<Breach> thoroughBreach() {
    checker.checkAll();
    for (AddressSpace space : core.spaces()) {
      if (!space.openSections().isEmpty()) {
        String open = space.openSections().get(0) + " is open in " + space.name();
        return Breach.of(Breach.Kind.UNBALANCED, open);
      }
    }
    List<String> miscounted = machine.audit();
    return miscounted.isEmpty() ? breach() : Breach.of(Breach.Kind.LEAK, miscounted.get(0));
  }

  /** Ends everything: whether anything is left that nobody can reach any more. */
  Optional<Breach> leftovers() {
    recording.stop();
    everyProcess.forEach(UserProcess::exit);
    everySubscriber.forEach(Subscriber::leave);
    everyFile.forEach(Backing::close);
    Optional<Breach> breach = breach();
    return breach.isPresent() ? breach : leaked();
  }

  private Optional<Breach> leaked() {
    int onDevices = devices.values().stream().mapToInt(DeviceRoom::taken).sum();
    String left = left(machine.framesInUse(), "frames") + left(machine.swapUsed(), "swap slots");
    left += left(onDevices, "pages on devices");
    return left.isEmpty()
        ? Optional.empty()
        : Breach.of(Breach.Kind.LEAK, "in use when everything has ended:" + left);
  }

  private static String left(int count, String what) {
    return count == 0 ? "" : " " + count + " " + what;
  }

  /** Ends without tidying up: the machine is garbage as a whole. */
  @Override
  public void close() {
    recording.stop();
    try {
      core.close();
    } catch (ContractException e) {
      // a section was left open; whoever asked for breaches has been told
    }
  }
}
