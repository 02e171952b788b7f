package mm.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mm.conform.script.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
  private static final String MUNMAP = CaseText.munmap(4, 4);
  private static final String WHOLE = "'0':[['A',0,64,'rw-p',null]]";

  @TempDir Path folder;

  private Report run(String layout) throws Exception {
    Path mappings = folder.resolve("layout.json");
    String text = "{'format':'notifier-programs-layout-1','layout':{" + layout + "}}";
    Files.writeString(mappings, text.replace('\'', '"'));
    Path programs = CaseText.programs(folder, CaseText.touched("p", MUNMAP, ""));
    Request request = Request.parse(mappings.toString(), programs.toString());
    return new ConformRun(request, new Progress(null)).run();
  }

  private static Optional<String> mappings(Report report) {
    return report.mappings(report.failures().get(0));
  }

  @Test
  void shouldNameTheFirstStepAfterWhichMappingsDiffer() throws Exception {
    Report report = run("'p':{" + WHOLE + ",'3':[['A',0,4,'rw-p',null],['A',9,64,'rw-p',null]]}");
    assertEquals(
        Optional.of("after step 3 (munmap): A [8, 64) rw-p instead of A [9, 64) rw-p"),
        mappings(report));
  }

  @Test
  void shouldSayNothingWhereMappingsAgree() throws Exception {
    assertEquals(Optional.empty(), mappings(run("'p':{" + WHOLE + "}")));
    assertEquals(Optional.empty(), mappings(run("'q':{'0':[]}")));
  }

  @Test
  void shouldNotCountALayoutAsACase() throws Exception {
    assertEquals(new Counts(0, 1, 0), run("'p':{" + WHOLE + "}").counted());
  }

  @Test
  void shouldRefuseAMalformedLayout() {
    String problem =
        assertThrows(MalformedFileException.class, () -> run("'p':{'x':[]}")).getMessage();
    assertTrue(problem.endsWith("'x' is no number of a step"), problem);
    assertThrows(MalformedFileException.class, () -> run("'p':{'0':[['A',0]]}"));
  }
}
