package mm.replay;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mm.replay.input.Call;
import mm.replay.input.CallResult;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import mm.replay.input.RecordingReader;

/** What a recording contained, counted as it is read. */
final class InputFigures {
  private final String file;
  private final Map<String, Long> calls = new TreeMap<>();
  private final Map<String, Long> unknown = new TreeMap<>();
  private String format = "";
  private long failed;
  private long notifications;
  private long lastMicros;
  private int tasks;
  private int processes;
  private long tolerated;
  private long diverged;
  private PredictionFigures predicted;

  InputFigures(String file) {
    this.file = file;
  }

  void count(RecordedEvent event) {
    lastMicros = event.time();
    tasks = Math.max(tasks, event.task() + 1);
    if (event instanceof CallReturned returned) {
      boolean known = !(returned.call() instanceof Call.Unknown);
      (known ? calls : unknown).merge(returned.call().name(), 1L, Long::sum);
      failed += returned.result() instanceof CallResult.Failed ? 1 : 0;
    } else if (event instanceof Notified) {
      notifications++;
    }
  }

  void diverged() {
    diverged++;
  }

  void compared(PredictionFigures result) {
    predicted = result;
  }

  void finish(RecordingReader reader, int processCount) {
    format = reader.format().toString().toLowerCase(java.util.Locale.ROOT);
    tolerated = reader.tolerated().total();
    processes = processCount;
  }

  /** How predictions agree with what was recorded, if that was asked. */
  Optional<PredictionFigures> predicted() {
    return Optional.ofNullable(predicted);
  }

  String file() {
    return file;
  }

  /** The program's name as far as the file's name tells it. */
  String program() {
    return file.replaceFirst(".*/", "")
        .replaceFirst("\\.(trace|notify|strace|txt|out)(\\.xz)?$", "");
  }

  String format() {
    return format;
  }

  Map<String, Long> calls() {
    return calls;
  }

  Map<String, Long> unknownCalls() {
    return unknown;
  }

  long failedCalls() {
    return failed;
  }

  long notifications() {
    return notifications;
  }

  long spanMicros() {
    return lastMicros;
  }

  int tasks() {
    return tasks;
  }

  int processes() {
    return processes;
  }

  long tolerated() {
    return tolerated;
  }

  long divergedCalls() {
    return diverged;
  }
}
