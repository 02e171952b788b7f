package mm.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.api.Attachment;
import mm.api.Dispatcher;
import mm.machine.Backing;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.KernelVersion;
import mm.machine.Machine;
import mm.machine.MachineOptions;
import mm.machine.PageContents;
import mm.machine.ShadowChecker;
import mm.machine.StaleTranslation;
import mm.machine.UserProcess;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.TaskExited;

/** Memories on a simulated machine, which raises the notifications itself. */
final class MachineWorld implements World {
  /** Larger than any file that a recording maps; pages that nobody looks at cost nothing. */
  private static final long FILE_PAGES = 1L << 40;

  private final Fleet fleet;
  private final SectionTally sections;
  private final InputFigures figures;
  private final Optional<Comparison> comparison;
  private final Machine machine;
  private final ShadowChecker checker;
  private final Map<Integer, Backing> files = new HashMap<>();
  private int noted;

  MachineWorld(
      Dispatcher core,
      KernelVersion kernel,
      Fleet fleet,
      SectionTally sections,
      InputFigures figures,
      Optional<Comparison> comparison,
      ContentsCheck contents) {
    this.fleet = fleet;
    this.sections = sections;
    this.figures = figures;
    this.comparison = comparison;
    PageContents kept =
        contents == ContentsCheck.COMPARE ? PageContents.KEPT : PageContents.UNKNOWN;
    machine = new Machine(core, MachineOptions.defaults().with(kernel).with(kept));
    machine.setSectionListener(sections);
    checker = new ShadowChecker(machine);
  }

  @Override
  public Memory create(String name) {
    return memory(machine.spawn(name));
  }

  MachineMemory memory(UserProcess process) {
    comparison.ifPresent(c -> c.watch(process.space()));
    List<Attachment> attached = fleet.attach(process.space());
    attached.forEach(each -> checker.watch(process, each.driver(), each.device()));
    return new MachineMemory(this, process, attached);
  }

  @Override
  public boolean concerns(RecordedEvent event) {
    return event instanceof CallReturned || event instanceof TaskExited;
  }

  /**
   * The file behind a descriptor. Which file that was is not recorded, so each number stands for
   * one file; it only matters for whether neighbouring mappings join.
   */
  Backing file(int descriptor) {
    return files.computeIfAbsent(
        descriptor,
        fd -> machine.createFile("fd" + fd, FileKind.REGULAR, FILE_PAGES, FileContent.UNCACHED));
  }

  @Override
  public void finish() {
    files.values().forEach(Backing::close);
    noteStale();
    fleet.forEach(tally -> tally.notJudged(checker.notJudged(tally.id())));
    if (machine.framesInUse() != 0) {
      fleet.leaked(machine.framesInUse() + " frames still in use when every process had ended");
    }
  }

  /** Passes on what has been found since the last call. */
  void noteStale() {
    if (checker.hasFindings()) {
      List<StaleTranslation> all = checker.findings();
      for (StaleTranslation each : all.subList(noted, all.size())) {
        fleet.stale(each.driver(), each.address(), each.toString());
      }
      noted = all.size();
    }
  }

  Machine machine() {
    return machine;
  }

  void check() {
    checker.checkAll();
  }

  Fleet fleet() {
    return fleet;
  }

  SectionTally sections() {
    return sections;
  }

  /** Where predictions go, if anybody compares. */
  Optional<Comparison> comparison() {
    return comparison;
  }

  InputFigures figures() {
    return figures;
  }
}
