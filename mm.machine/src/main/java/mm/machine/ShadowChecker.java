package mm.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mm.api.AddressRange;
import mm.api.Attachment;
import mm.api.OpenSection;
import mm.machine.check.Judgement;
import mm.machine.memory.ChangeLog;
import mm.machine.memory.Operation;
import mm.machine.memory.Operations;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.spi.Device;

/**
 * Compares what devices hold with what the page tables say. A translation is stale when it leads to
 * a frame that was freed or reused, to another frame than the CPU would reach, or allows more than
 * the CPU's entry does; a pin keeps the frame but not the translation.
 *
 * <p>After each operation only translations in the ranges that it changed are looked at; {@link
 * #checkAll} looks at everything. One checker per machine.
 *
 * <p><b>Concurrency.</b> With several threads a translation can be judged only while no section is
 * open that covers it; what could not be judged is counted, never hidden.
 */
public final class ShadowChecker {
  private static final int MAX_FINDINGS = 1000;

  private record Watch(String driver, Supplier<Device> serving) {}

  private record Key(String driver, long space, long address, long frame) {}

  private final Machine machine;
  private final Map<ProcessMemory, List<Watch>> watches = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> stale = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> notJudged = new ConcurrentHashMap<>();
  private final AtomicLong judged = new AtomicLong();
  private final Set<Key> known = new HashSet<>();
  private final List<StaleTranslation> findings = new ArrayList<>();

  /**
   * Makes the checker of a machine; from now on it runs after every operation.
   *
   * @param machine the machine
   */
  public ShadowChecker(Machine machine) {
    this.machine = machine;
    machine.operations().checkWith(new AfterEachOperation());
  }

  /**
   * Watches a device, until its address space is released.
   *
   * @param process in whose space it is attached now
   * @param driver the driver's id
   * @param device the device
   */
  public void watch(UserProcess process, String driver, Device device) {
    watch(process, new Watch(driver, () -> device));
  }

  /**
   * Watches whichever device serves an attachment, also after swaps, until its address space is
   * released. Keeps no device of a driver that has gone.
   *
   * @param process in whose space it is attached
   * @param attachment the attachment
   */
  public void watch(UserProcess process, Attachment attachment) {
    watch(process, new Watch(attachment.driver(), attachment::device));
  }

  private void watch(UserProcess process, Watch watch) {
    ProcessMemory memory = process.memory();
    watches.computeIfAbsent(memory, key -> new CopyOnWriteArrayList<>()).add(watch);
    memory.changes().watch(true);
  }

  /**
   * Watches a device no longer.
   *
   * @param device the device
   */
  public void unwatch(Device device) {
    for (List<Watch> list : watches.values()) {
      list.removeIf(watch -> watch.serving.get() == device);
    }
  }

  /** Looks at every translation of every watched device. */
  public void checkAll() {
    Operation operation = new Operation("full check");
    for (ProcessMemory memory : watches.keySet()) {
      judge(memory, List.of(new ChangeLog.Change(0, Layout.USER_END, operation)));
    }
  }

  private final class AfterEachOperation implements Operations.Check {
    @Override
    public void judge(ProcessMemory memory, List<ChangeLog.Change> changes) {
      ShadowChecker.this.judge(memory, changes);
    }

    @Override
    public void released(ProcessMemory memory) {
      ShadowChecker.this.released(memory);
    }
  }

  /** The end of a memory: nothing may be left. */
  private void released(ProcessMemory memory) {
    Operation operation = machine.operations().current();
    memory.changes().drain();
    judge(memory, List.of(new ChangeLog.Change(0, Layout.USER_END, operation)));
    memory.changes().watch(false);
    watches.remove(memory);
  }

  private void judge(ProcessMemory memory, List<ChangeLog.Change> changes) {
    for (Watch watch : watches.getOrDefault(memory, List.of())) {
      for (ChangeLog.Change change : changes) {
        judge(memory, watch, change);
      }
    }
  }

  private void judge(ProcessMemory memory, Watch watch, ChangeLog.Change change) {
    long begun = memory.begunSections();
    boolean quiet = memory.openSections() == 0; // else one may flush and end while this looks
    Judgement judgement = new Judgement(memory);
    watch.serving.get().translations(new AddressRange(change.start(), change.end()), judgement);
    judged.addAndGet(judgement.seen());
    if (judgement.suspects().isEmpty()) {
      return;
    }
    List<OpenSection> open = memory.space().openSections();
    boolean unchanged = quiet && memory.begunSections() == begun;
    for (Judgement.Suspect suspect : judgement.suspects()) {
      if (unchanged && !isOpen(open, suspect.address())) {
        report(memory, watch.driver, suspect, change.operation());
      } else {
        count(notJudged, watch.driver);
      }
    }
  }

  private static boolean isOpen(List<OpenSection> open, long address) {
    return open.stream().anyMatch(section -> section.range().contains(address));
  }

  private void report(
      ProcessMemory memory, String driver, Judgement.Suspect suspect, Operation operation) {
    Key key = new Key(driver, memory.space().id(), suspect.address(), suspect.frame());
    synchronized (findings) {
      if (known.size() >= MAX_FINDINGS || !known.add(key)) {
        return;
      }
      findings.add(
          new StaleTranslation(
              driver,
              memory.space().name(),
              suspect.address(),
              suspect.frame(),
              operation.toString(),
              suspect.reason()));
    }
    count(stale, driver);
  }

  private static void count(Map<String, AtomicLong> counters, String driver) {
    counters.computeIfAbsent(driver, key -> new AtomicLong()).incrementAndGet();
  }

  /**
   * The stale translations found; each is listed once, and at most the first 1000.
   *
   * @return a new list in order of discovery
   */
  public List<StaleTranslation> findings() {
    synchronized (findings) {
      return List.copyOf(findings);
    }
  }

  /**
   * Whether there are findings; quicker than to list them.
   *
   * @return true when {@link #findings} is not empty
   */
  public boolean hasFindings() {
    return !stale.isEmpty();
  }

  /**
   * Number of stale translations that a driver held.
   *
   * @param driver the driver's id
   * @return at least 0; not counted beyond the first 1000 of all drivers
   */
  public long stale(String driver) {
    return value(stale, driver);
  }

  /**
   * Number of suspicious translations of a driver that could not be judged, since a section was
   * open there on another thread.
   *
   * @param driver the driver's id
   * @return at least 0
   */
  public long notJudged(String driver) {
    return value(notJudged, driver);
  }

  private static long value(Map<String, AtomicLong> counters, String driver) {
    AtomicLong counter = counters.get(driver);
    return counter == null ? 0 : counter.get();
  }

  /**
   * Number of translations looked at.
   *
   * @return at least 0
   */
  public long judged() {
    return judged.get();
  }
}
