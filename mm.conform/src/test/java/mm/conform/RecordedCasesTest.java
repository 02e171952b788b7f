package mm.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import mm.conform.script.Level;
import org.junit.jupiter.api.Test;

/** The machine against recordings of a real kernel. */
class RecordedCasesTest {
  private static Report run(String sample, String level) throws Exception {
    Path file = CaseText.SAMPLES.resolve(sample);
    Request request = Request.parse(file.toString(), "--level", level);
    return new ConformRun(request, new Progress(null)).run();
  }

  private static List<String> reasons(List<Finding> findings) {
    return findings.stream().map(each -> each.name() + ": " + each.reason()).toList();
  }

  @Test
  void shouldAgreeInEveryCoreCase() throws Exception {
    Report report = run("kernel-cases.json", "core");
    assertEquals(List.of(), reasons(report.failures()));
    assertEquals(List.of(), reasons(report.skips()));
    assertEquals(new Counts(84, 0, 0), report.of(Level.CORE));
  }

  @Test
  void shouldAgreeInEveryCoreProgram() throws Exception {
    Report report = run("kernel-programs.json.xz", "core");
    assertEquals(List.of(), reasons(report.failures()));
    assertEquals(List.of(), reasons(report.skips()));
    assertEquals(new Counts(215, 0, 0), report.of(Level.CORE));
  }

  @Test
  void shouldAgreeInWhatTheMachineHasOfTheOtherLevels() throws Exception {
    assertTrue(run("kernel-cases.json", "extended").counted().passed() >= 35);
  }

  @Test
  void shouldAgreeInEveryProgramWithUserfaults() throws Exception {
    Path file = CaseText.SAMPLES.resolve("kernel-programs.json.xz");
    Request request = Request.parse(file.toString(), "--level", "extended", "--family", "uffd");
    Report report = new ConformRun(request, new Progress(null)).run();
    assertEquals(List.of(), reasons(report.failures()));
    assertEquals(new Counts(13, 0, 0), report.of(Level.EXTENDED));
  }
}
