package mm.conform.play;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.NotifierCore;
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
import mm.machine.UserProcess;
import mm.machine.Userfault;

/**
 * The world at the start of a case: a fresh machine with one process and one subscriber; and what
 * the steps add.
 */
final class World implements AutoCloseable {
  /** The first process. */
  static final String FIRST = "p0";

  private static final String FIRST_SUBSCRIBER = "s1";

  private final NotifierCore core = NotifierCore.create();
  private final Machine machine;
  private final Format format;
  private final Recording recording = new Recording();
  private final Map<String, UserProcess> processes = new HashMap<>();
  private final Map<String, Subscriber> subscribers = new HashMap<>();
  private final Map<String, MemoryGroup> groups = new HashMap<>();
  private final Map<String, Backing> files = new HashMap<>();

  private Userfault userfault;
  private boolean merging;

  World(KernelVersion kernel, Format format, Regions regions) {
    machine = new Machine(core, MachineOptions.defaults().with(kernel));
    this.format = format;
    UserProcess first = machine.spawn(FIRST);
    first.setHeapStart(regions.address("H", 0));
    add(FIRST, first);
    subscribe(FIRST_SUBSCRIBER, FIRST);
  }

  Recording recording() {
    return recording;
  }

  void add(String name, UserProcess process) {
    processes.put(name, process);
  }

  UserProcess process(String name) {
    return known("process", name, processes);
  }

  void subscribe(String name, String process) {
    subscribers.put(name, Subscriber.of(name, process(process), recording));
  }

  Subscriber subscriber(String name) {
    return known("subscriber", name, subscribers);
  }

  /** A memory group, made by its first use. */
  MemoryGroup group(String name) {
    return groups.computeIfAbsent(name, machine::createGroup);
  }

  void createFile(String name, FileKind kind, long pages, FileContent content) {
    files.put(name, machine.createFile(name, kind, pages, content));
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

  void setUserfault(Userfault opened) {
    userfault = opened;
  }

  Userfault userfault() {
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

  /** Promises that the recorder broke, as the engine saw it. */
  List<Violation> violations() {
    return core.violations();
  }

  /** Ends without tidying up: the machine is garbage as a whole. */
  @Override
  public void close() {
    recording.stop();
    core.close();
  }
}
