package mm.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mm.api.Dispatcher;
import mm.api.Observation;
import mm.replay.input.BadRecordingException;
import mm.replay.input.Call;
import mm.replay.input.CallResult;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallEntered;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import mm.replay.input.RecordedEvent.TaskExited;
import mm.replay.input.RecordingFormat;
import mm.replay.input.RecordingReader;
import mm.replay.input.Recordings;

/** One run over some recordings. Used once, by one thread. */
final class Replay {
  private final Stage stage;
  private final Dispatcher core;
  private final ReplayRequest request;
  private final Progress progress;
  private final SectionTally sections;
  private final Fleet fleet;
  private final Optional<ContentsTally> contents;
  private final DeviceTraffic traffic;
  private final DevicePolicy devices;
  private final List<InputFigures> inputs = new ArrayList<>();
  private final Set<String> sources = new TreeSet<>();
  private final List<OomFigures.Kill> kills = new ArrayList<>();
  private final Story story;
  private final Journal journal;
  private Optional<Comparison> comparison = Optional.empty();
  private Optional<OomInjection> oom = Optional.empty();
  private long passedOver;

  /**
   * Prepares a run.
   *
   * @param told is given what happens; one of a single use
   * @param journal is told what happens, too
   * @throws IllegalArgumentException when a wanted driver is not deployed, or when recorded
   *     notifications would be compared with themselves or ended by a killer
   */
  Replay(Stage stage, ReplayRequest request, Progress progress, Story told, Journal journal) {
    if (request.check() == PredictionCheck.COMPARE
        && !request.source().equals(Optional.of(NotificationSource.CALLS))) {
      throw new IllegalArgumentException(
          "--compare compares what calls predict with what was recorded: add --from calls");
    }
    if (request.oom().isPresent()
        && request.source().equals(Optional.of(NotificationSource.NOTIFICATIONS))) {
      throw new IllegalArgumentException(
          "--oom needs the simulated machine: leave out --from notifications");
    }
    request.oom().ifPresent(text -> OomSchedule.of(text, request.seed())); // refused early
    this.stage = stage;
    this.story = told;
    this.journal = journal;
    sections = new SectionTally(journal);
    core = stage.dispatcher();
    this.request = request;
    this.progress = progress;
    Optional<SectionTally> quiet =
        request.contents() == ContentsCheck.COMPARE ? Optional.of(sections) : Optional.empty();
    fleet = new Fleet(core, request.drivers(), request.settings(), quiet, journal);
    contents = quiet.map(ContentsTally::new);
    traffic = new DeviceTraffic(fleet, request.deviceThreads(), contents);
    devices = new DevicePolicy(request.device(), request.seed(), traffic);
  }

  /**
   * Replays every recording.
   *
   * @throws BadRecordingException when one cannot be read; nothing is attached any more then
   * @throws UnusableRecordingException when one does not contain what was asked for
   */
  Report run() throws BadRecordingException, UnusableRecordingException {
    long began = System.nanoTime();
    List<Observation> observations =
        List.of(core.observe(fleet), core.observe(story), core.observe(journal));
    try {
      for (Path file : request.files()) {
        replay(file);
      }
    } finally {
      traffic.close();
      observations.forEach(Observation::close);
      journal.close();
      progress.done();
    }
    Report report =
        new Report(
            inputs,
            String.join("+", sources),
            sections.total(),
            sections.byEvent(),
            sections.bySize(),
            fleet.finish().stream().map(DriverTally::figures).toList(),
            contents.map(ContentsTally::figures),
            request.device(),
            request.seed(),
            (System.nanoTime() - began) / 1_000_000,
            stage,
            request.kernel(),
            request.oom().map(each -> new OomFigures(kills, passedOver)),
            request.strictness());
    journal.ended(report);
    return report;
  }

  private void replay(Path file) throws BadRecordingException, UnusableRecordingException {
    InputFigures figures = new InputFigures(file.toString());
    inputs.add(figures);
    journal.recording();
    try (RecordingReader reader = Recordings.open(file)) {
      World world = world(reader.format(), file, figures);
      MemoryTable tasks = new MemoryTable(world);
      try {
        events(reader, world, tasks, figures);
      } finally {
        traffic.drain();
        tasks.finish();
        oom.ifPresent(o -> kills.addAll(o.kills()));
        figures.finish(reader, tasks.processes());
        comparison.ifPresent(c -> figures.compared(c.figures()));
      }
      world.finish();
    }
  }

  private World world(RecordingFormat format, Path file, InputFigures figures)
      throws UnusableRecordingException {
    NotificationSource source =
        request
            .source()
            .orElse(
                format == RecordingFormat.NOTIFY && request.oom().isEmpty()
                    ? NotificationSource.NOTIFICATIONS
                    : NotificationSource.CALLS);
    if (source == NotificationSource.NOTIFICATIONS && format != RecordingFormat.NOTIFY) {
      throw new UnusableRecordingException(
          file
              + ": has no recorded notifications (it is "
              + format.toString().toLowerCase(Locale.ROOT)
              + "); replay it with --from calls");
    }
    comparison = comparison(format, file);
    sources.add(source.toString().toLowerCase(Locale.ROOT));
    return source == NotificationSource.CALLS
        ? machineWorld(figures)
        : new RecordedWorld(core, fleet, sections);
  }

  private World machineWorld(InputFigures figures) {
    MachineWorld world =
        new MachineWorld(
            core, request.kernel(), fleet, sections, figures, comparison, request.contents());
    oom =
        request
            .oom()
            .map(text -> OomSchedule.of(text, request.seed()))
            .map(
                when ->
                    new OomInjection(
                        figures.file(), when, world.machine(), stage.reaper(), journal));
    return world;
  }

  private Optional<Comparison> comparison(RecordingFormat format, Path file)
      throws UnusableRecordingException {
    if (request.check() == PredictionCheck.NONE) {
      return Optional.empty();
    }
    if (format != RecordingFormat.NOTIFY) {
      throw new UnusableRecordingException(
          file
              + ": has no recorded notifications to compare with (it is "
              + format.toString().toLowerCase(Locale.ROOT)
              + "); give a .notify recording, or leave out --compare");
    }
    return Optional.of(new Comparison());
  }

  private void events(RecordingReader reader, World world, MemoryTable tasks, InputFigures figures)
      throws BadRecordingException {
    for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
      figures.count(event);
      progress.at(reader.progress());
      step(event, world, tasks);
    }
  }

  private void step(RecordedEvent event, World world, MemoryTable tasks) {
    if (tasks.isKilled(event.task())) {
      passOver(event, tasks);
      return;
    }
    story.at(event);
    comparison.ifPresent(c -> c.before(event, tasks));
    if (world.concerns(event)) {
      journal.applying(event, tasks.spaceOf(event.task()));
      apply(event, tasks);
      journal.applied(event, tasks.spaceOf(event.task()));
    }
    comparison.ifPresent(c -> c.after(event, tasks));
  }

  private void passOver(RecordedEvent event, MemoryTable tasks) {
    passedOver++;
    if (event instanceof CallReturned r && r.result() instanceof CallResult.NewTask created) {
      tasks.neverCreated(created.task());
    }
  }

  private void apply(RecordedEvent event, MemoryTable tasks) {
    if (event instanceof CallEntered entered) {
      tasks.of(entered.task()).entered(entered.call());
    } else if (event instanceof CallReturned returned) {
      returned(returned, tasks);
    } else if (event instanceof Notified notification) {
      Memory memory = tasks.of(notification.task());
      memory.notified(notification);
      devices.after(memory);
    } else if (event instanceof TaskExited exited) {
      tasks.threadExited(exited.task());
    }
  }

  private void returned(CallReturned event, MemoryTable tasks) {
    Call call = event.call();
    CallResult result = event.result();
    if (result instanceof CallResult.NewTask created) {
      tasks.created(event.task(), created.task(), creation(call));
    } else if (call instanceof Call.ExitGroup) {
      tasks.exited(event.task());
    } else if (call instanceof Call.Execve) {
      if (result instanceof CallResult.Succeeded) {
        tasks.executed(event.task());
      }
    } else {
      Memory memory = tasks.of(event.task());
      memory.returned(call, result);
      devices.after(memory);
      oom.ifPresent(o -> o.executed(tasks, story));
    }
  }

  /** A call that nobody knows may create a task too; then it copies, as fork does. */
  private static Call.Creation creation(Call call) {
    return call instanceof Call.Creation creation
        ? creation
        : new Call.Clone(call.name(), new mm.replay.input.CloneFlags(0));
  }
}
