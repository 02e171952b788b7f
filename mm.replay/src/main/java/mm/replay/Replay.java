package mm.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mm.api.NotifierCore;
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
  private final NotifierCore core;
  private final ReplayRequest request;
  private final Progress progress;
  private final SectionTally sections = new SectionTally();
  private final Fleet fleet;
  private final Optional<ContentsTally> contents;
  private final DeviceTraffic traffic;
  private final DevicePolicy devices;
  private final List<InputFigures> inputs = new ArrayList<>();
  private final Set<String> sources = new TreeSet<>();
  private Optional<Comparison> comparison = Optional.empty();

  /**
   * Prepares a run.
   *
   * @throws IllegalArgumentException when a wanted driver is not deployed, or when recorded
   *     notifications would be compared with themselves
   */
  Replay(NotifierCore core, ReplayRequest request, Progress progress) {
    if (request.check() == PredictionCheck.COMPARE
        && !request.source().equals(Optional.of(NotificationSource.CALLS))) {
      throw new IllegalArgumentException(
          "--compare compares what calls predict with what was recorded: add --from calls");
    }
    this.core = core;
    this.request = request;
    this.progress = progress;
    fleet = new Fleet(core, request.drivers(), request.settings(), sections);
    contents =
        request.contents() == ContentsCheck.COMPARE
            ? Optional.of(new ContentsTally(sections))
            : Optional.empty();
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
    Observation observation = core.observe(fleet);
    try {
      for (Path file : request.files()) {
        replay(file);
      }
    } finally {
      traffic.close();
      observation.close();
      progress.done();
    }
    return new Report(
        inputs,
        String.join("+", sources),
        sections.total(),
        sections.byEvent(),
        sections.bySize(),
        fleet.finish().stream().map(DriverTally::figures).toList(),
        contents.map(ContentsTally::figures),
        request.device(),
        request.seed(),
        (System.nanoTime() - began) / 1_000_000);
  }

  private void replay(Path file) throws BadRecordingException, UnusableRecordingException {
    InputFigures figures = new InputFigures(file.toString());
    inputs.add(figures);
    try (RecordingReader reader = Recordings.open(file)) {
      World world = world(reader.format(), file, figures);
      MemoryTable tasks = new MemoryTable(world);
      try {
        events(reader, world, tasks, figures);
      } finally {
        traffic.drain();
        tasks.finish();
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
                format == RecordingFormat.NOTIFY
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
        ? new MachineWorld(core, fleet, sections, figures, comparison, request.contents())
        : new RecordedWorld(core, fleet);
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
    comparison.ifPresent(c -> c.before(event, tasks));
    if (world.concerns(event)) {
      apply(event, tasks);
    }
    comparison.ifPresent(c -> c.after(event, tasks));
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
    }
  }

  /** A call that nobody knows may create a task too; then it copies, as fork does. */
  private static Call.Creation creation(Call call) {
    return call instanceof Call.Creation creation
        ? creation
        : new Call.Clone(call.name(), new mm.replay.input.CloneFlags(0));
  }
}
