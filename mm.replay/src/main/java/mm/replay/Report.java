package mm.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.machine.KernelVersion;

/**
 * What a replay found.
 *
 * @param inputs the recordings
 * @param source what raised the notifications
 * @param sections number of sections
 * @param sectionsByEvent the same per event
 * @param sectionsBySize the same per size class in pages, small to large
 * @param drivers the drivers
 * @param contents data of devices against data of the CPU, if it was compared
 * @param device how devices touched memory
 * @param seed the seed
 * @param elapsedMillis how long it took
 * @param stage what it ran on
 * @param kernel whose ways the machine followed
 * @param oom what the OOM killer did; empty when memory never runs out
 * @param strictness what counts against a driver
 */
record Report(
    List<InputFigures> inputs,
    String source,
    long sections,
    Map<String, Long> sectionsByEvent,
    Map<String, Long> sectionsBySize,
    List<DriverFigures> drivers,
    Optional<ContentsFigures> contents,
    DeviceChoice device,
    long seed,
    long elapsedMillis,
    Stage stage,
    KernelVersion kernel,
    Optional<OomFigures> oom,
    Strictness strictness) {
  /** Whether nothing is stale, no data differs, no promise broke and every start had its end. */
  boolean clean() {
    boolean same = contents.filter(c -> c.differing() != 0).isEmpty();
    boolean hinted = strictness == Strictness.STRICT && hints() > 0;
    return same
        && !hinted
        && drivers.stream()
            .allMatch(d -> d.stale() == 0 && d.violations() == 0 && d.unended() == 0);
  }

  /** What looks like a broken promise and is not certain. */
  long hints() {
    return drivers.stream().mapToLong(each -> each.word().hints().size()).sum();
  }

  /** The predictions of all recordings together, if they were compared. */
  Optional<PredictionFigures> predicted() {
    List<PredictionFigures> each =
        inputs.stream().flatMap(input -> input.predicted().stream()).toList();
    PredictionFigures sum = new PredictionFigures();
    each.forEach(figures -> figures.addTo(sum));
    return each.isEmpty() ? Optional.empty() : Optional.of(sum);
  }
}
