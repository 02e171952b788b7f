package mm.report.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mm.lab.result.Cell;
import mm.lab.result.ResultFiles;
import mm.lab.result.ScenarioResult;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.ReportFiles;
import mm.report.ReportRun;
import mm.report.Who;

/** The files of {@code mm lab run}; found by the lab with {@link java.util.ServiceLoader}. */
public final class LabFiles implements ResultFiles {
  /** For the loader. */
  public LabFiles() {}

  @Override
  public void write(List<ScenarioResult> results, Map<String, Path> files) throws IOException {
    Map<String, Object> options = new LinkedHashMap<>(files);
    try (ReportRun run = ReportFiles.of(options).begin()) {
      write(results, run.log());
      run.complete();
    }
  }

  private static void write(List<ScenarioResult> results, EventLog log) {
    long time = 0;
    Broken broken = new Broken();
    for (ScenarioResult result : results) {
      for (Cell cell : result.cells()) {
        time = new LoggedCell(log, result.scenario(), cell, time).write();
        broken.add(cell);
      }
    }
    broken.write(log, Moment.at(time));
    log.write(run(results, Moment.at(time)));
    log.write(verdict(results, Moment.at(time)));
  }

  private static Event run(List<ScenarioResult> results, Moment now) {
    List<Cell> cells = cells(results);
    return Event.of(EventKind.RUN, now)
        .by(Who.NOBODY)
        .what("Lab: " + names(results))
        .with("scenarios", results.size())
        .with("rules", rules(cells))
        .with("orders run", cells.stream().mapToLong(each -> each.explored().runs()).sum())
        .with("left out", cells.stream().mapToLong(each -> each.explored().pruned()).sum())
        .with("sources", sources(results))
        .with("time", "none; lines of a story are a microsecond apart");
  }

  private static String rules(List<Cell> cells) {
    List<String> names = cells.stream().map(each -> each.rules().name()).distinct().toList();
    return names.size() <= 9 ? String.join(", ", names) : names.size() + ", see outcomes";
  }

  private static String names(List<ScenarioResult> results) {
    return results.size() <= 3
        ? results.stream().map(each -> each.scenario().name()).collect(list())
        : results.size() + " scenarios";
  }

  private static String sources(List<ScenarioResult> results) {
    return results.size() == 1
        ? String.join("; ", results.get(0).scenario().sources())
        : "in the scenarios' files (mm lab show NAME)";
  }

  private static List<Cell> cells(List<ScenarioResult> results) {
    return results.stream().flatMap(each -> each.cells().stream()).toList();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> list() {
    return Collectors.joining(", ");
  }

  private static Event verdict(List<ScenarioResult> results, Moment now) {
    List<Cell> cells = cells(results);
    long unmet = cells.stream().filter(each -> !each.asExpected()).count();
    return Event.of(EventKind.VERDICT, now)
        .what(unmet == 0 ? "clean" : "found")
        .with(
            Event.TEXT,
            unmet == 0
                ? "all " + cells.size() + " outcomes as expected"
                : unmet + " of " + cells.size() + " outcomes not as expected");
  }
}
