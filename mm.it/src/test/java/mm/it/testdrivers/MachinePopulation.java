package mm.it.testdrivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.deploy.service.LastingSpaces;
import mm.machine.Advice;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.OomChoice;
import mm.machine.OomReaper;
import mm.machine.Reap;
import mm.machine.ReaperPolicy;
import mm.machine.ShadowChecker;
import mm.machine.SpaceListener;
import mm.machine.SpaceOrigin;
import mm.machine.UserProcess;
import mm.spi.Access;

/** On the machine of its framework; the driver "tracing" is attached to every space. */
final class MachinePopulation implements Population, SpaceListener {
  private static final int PAGES = 8;
  private static final long LENGTH = PAGES * (long) AddressRange.PAGE_SIZE;

  private static final Set<String> SERVED = Set.of("HIT", "MADE");

  private final LastingSpaces dispatcher;
  private final Machine machine;
  private final ShadowChecker checker;
  private final OomReaper reaper;
  private final Map<AddressSpace, Attachment> attachments = new ConcurrentHashMap<>();
  private final Map<UserProcess, Long> memory = new ConcurrentHashMap<>();
  private String prefix;
  private UserProcess parent;
  private UserProcess caller;
  private UserProcess leaver;
  private UserProcess victim;

  MachinePopulation(LastingSpaces dispatcher) {
    this.dispatcher = dispatcher;
    machine = new Machine(dispatcher);
    checker = new ShadowChecker(machine);
    reaper = new OomReaper(machine, ReaperPolicy.ATTEMPT);
    machine.addListener(this);
  }

  @Override
  public void created(UserProcess process, SpaceOrigin origin) {
    Attachment made = dispatcher.drivers().attach("tracing", process.space());
    attachments.put(process.space(), made);
    checker.watch(process, made);
  }

  @Override
  public void releasing(UserProcess process) {
    attachments.remove(process.space());
  }

  @Override
  public void settle(String given) {
    prefix = given;
    parent = spawn("-parent");
    caller = spawn("-caller");
    leaver = spawn("-leaver");
    victim = spawn("-victim");
    victim.proc().adjustOomScore(0);
  }

  private UserProcess spawn(String name) {
    UserProcess made = machine.spawn(prefix + name);
    made.proc().adjustOomScore(OomChoice.NEVER);
    map(made);
    return made;
  }

  private void map(UserProcess process) {
    memory.put(process, process.mmap(MapRequest.anonymous(LENGTH)));
    access(process);
  }

  private List<String> access(UserProcess process) {
    List<String> outcomes = new ArrayList<>();
    for (long page = 0; page < LENGTH; page += AddressRange.PAGE_SIZE) {
      outcomes.add(
          attachments
              .get(process.space())
              .access(memory.get(process) + page, Access.WRITE)
              .toString());
    }
    return outcomes;
  }

  private void write(UserProcess process) {
    for (long page = 0; page < LENGTH; page += AddressRange.PAGE_SIZE) {
      process.touch(memory.get(process) + page, Access.WRITE);
    }
  }

  @Override
  public void fork() {
    UserProcess child = parent.fork(prefix + "-child");
    child.proc().adjustOomScore(OomChoice.NEVER);
    memory.put(child, memory.get(parent));
    access(child);
    write(parent);
    write(child);
    access(child);
  }

  @Override
  public void exec() {
    caller.exec();
    map(caller);
  }

  @Override
  public void exit() {
    exit(leaver);
  }

  private void exit(UserProcess process) {
    memory.remove(process);
    process.exit();
  }

  @Override
  public String reap() {
    reaper.kill();
    List<Reap> reaps = reaper.run();
    exit(victim);
    return reaps.size() == 1
        ? reaps.get(0).victim() + " " + reaps.get(0).outcome() + " " + (reaps.get(0).pages() > 0)
        : reaps.toString();
  }

  @Override
  public List<String> use() {
    TreeSet<String> outcomes = new TreeSet<>();
    for (UserProcess each : List.copyOf(memory.keySet())) {
      for (String outcome : access(each)) {
        outcomes.add(SERVED.contains(outcome) ? outcome : outcome + " for " + each);
      }
      each.madvise(memory.get(each), LENGTH, Advice.DONTNEED);
    }
    return List.copyOf(outcomes);
  }

  @Override
  public boolean attended() {
    return dispatcher.attended();
  }

  @Override
  public void end() {
    List.copyOf(memory.keySet()).forEach(this::exit);
  }

  @Override
  public List<String> findings() {
    checker.checkAll();
    List<String> all = new ArrayList<>(machine.audit());
    checker.findings().forEach(each -> all.add(each.toString()));
    return all;
  }
}
