package mm.conform.play;

import static mm.conform.CaseText.munmap;
import static mm.conform.CaseText.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import mm.conform.CaseText;
import mm.conform.drivers.DriverJars;
import mm.conform.script.CaseFile;
import mm.conform.script.MalformedFileException;
import mm.machine.KernelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasePlayerTest {
  private static final String TWO = munmap(4, 4) + "," + munmap(16, 1);

  @TempDir Path folder;

  private Verdict play(String steps, String expect) throws Exception {
    return play(CaseText.file(folder, CaseText.touched("c", steps, expect)));
  }

  private static Verdict play(Path path) throws Exception {
    try (CaseFile file = CaseFile.open(path)) {
      return CasePlayer.play(
          KernelVersion.V6_18, "cases.json", file.next().orElseThrow(), new DriverJars(List.of()));
    }
  }

  private String miss(String steps, String expect) throws Exception {
    Verdict verdict = play(steps, expect);
    assertEquals(Verdict.Outcome.FAILED, verdict.outcome());
    return verdict.miss().orElseThrow().toString();
  }

  private String malformed(String steps) {
    return assertThrows(MalformedFileException.class, () -> play(steps, "")).getMessage();
  }

  @Test
  void shouldPassWhenEverythingIsAsRecorded() throws Exception {
    Verdict verdict = play(TWO, start(4, 8) + "," + start(16, 17));
    assertEquals(Verdict.Outcome.PASSED, verdict.outcome());
    assertEquals(HintTally.NONE, verdict.hints());
  }

  @Test
  void shouldCatchAWrongRange() throws Exception {
    assertEquals(
        "whole case: callback 1: UNMAP A [16, 17) instead of UNMAP A [16, 18)",
        miss(TWO, start(4, 8) + "," + start(16, 18)));
  }

  @Test
  void shouldCatchAMissingCallback() throws Exception {
    assertEquals(
        "whole case: callback 1: missing UNMAP A [16, 17)",
        miss(munmap(4, 4), start(4, 8) + "," + start(16, 17)));
  }

  @Test
  void shouldCatchACallbackTooMany() throws Exception {
    assertEquals("whole case: callback 0: unexpected UNMAP A [4, 8)", miss(munmap(4, 4), ""));
  }

  @Test
  void shouldCatchAWrongOrder() throws Exception {
    String miss = miss(TWO, start(16, 17) + "," + start(4, 8));
    assertEquals("whole case: callback 0: UNMAP A [4, 8) instead of UNMAP A [16, 17)", miss);
  }

  @Test
  void shouldCatchAWrongKindOfCallback() throws Exception {
    String young = start(4, 8).replace("invalidate_range_start", "clear_young");
    assertTrue(miss(munmap(4, 4), young).contains("UNMAP A [4, 8) instead of"));
  }

  @Test
  void shouldCatchAWrongResult() throws Exception {
    assertEquals(
        "step 3 (munmap): returned 0 instead of EINVAL",
        miss(munmap(4, 4).replace("'ret':0", "'ret':'EINVAL'"), start(4, 8)));
    assertEquals("step 3 (munmap): returned EINVAL instead of 0", miss(munmap(4, 0), ""));
  }

  @Test
  void shouldReportADifferentEventWithoutFailing() throws Exception {
    Verdict verdict = play(munmap(4, 4), start(4, 8).replace("UNMAP", "CLEAR"));
    assertEquals(Verdict.Outcome.PASSED, verdict.outcome());
    assertEquals(new HintTally(1, 0, 0), verdict.hints());
  }

  @Test
  void shouldCompareProgramsStepByStep() throws Exception {
    String late = start(4, 8).replace("{", "{'step':4,");
    String program = CaseText.touched("p", TWO, late);
    Miss miss = play(CaseText.programs(folder, program)).miss().orElseThrow();
    assertEquals("step 3 (munmap): callback 0: unexpected UNMAP A [4, 8)", miss.toString());
    assertEquals(List.of(), miss.expected());
    assertEquals(List.of("UNMAP A [4, 8)"), miss.actual());
  }

  @Test
  void shouldTellEverySubscriber() throws Exception {
    String second = "{'op':'subscribe','subscriber':'s2'}," + munmap(4, 4);
    String twice = start(4, 8).replace("}", ",'count':2,'stride_pages':0}");
    assertEquals(Verdict.Outcome.PASSED, play(second, twice).outcome());
    assertEquals("whole case: callback 1: unexpected UNMAP A [4, 8)", miss(second, start(4, 8)));
  }

  /** The grown part lies where the kernel chose, which no recorder looked at. */
  @Test
  void shouldLeaveOutWhatHappensOutsideOfTheRegions() throws Exception {
    String grow =
        "{'op':'mremap','region':'A','page':0,'old_pages':4,'new_pages':8,'flags':['MAYMOVE'],'ret':0}";
    String fork = "{'op':'fork','child':'c1'}";
    String expect = start(0, 4) + "," + start(0, 4) + "," + start(4, 64);
    assertEquals(Verdict.Outcome.PASSED, play(grow + "," + fork, expect).outcome());
  }

  @Test
  void shouldNotWriteOutALongSeries() throws Exception {
    String series = start(4, 8).replace("}", ",'count':2000000000,'stride_pages':1}");
    assertTrue(miss(munmap(4, 4), series).contains("callback 1: missing UNMAP A [5, 9)"));
  }

  @Test
  void shouldRunAGuest() throws Exception {
    String guest =
        "{'op':'memslot','region':'A','page':8,'pages':8,'subscriber':'s1','guest_page':2},"
            + "{'op':'guest_touch','subscriber':'s1','access':'write','guest_ranges':[[2,10]],"
            + "'ret':0}";
    assertEquals(Verdict.Outcome.PASSED, play(guest, "").outcome());
  }

  @Test
  void shouldSkipWhatTheMachineLacksAndSayWhat() throws Exception {
    Verdict verdict = play("{'op':'teleport','region':'A'}", "");
    assertEquals(Verdict.Outcome.SKIPPED, verdict.outcome());
    assertEquals("operation teleport", verdict.reason());
    assertEquals(
        "advice HWPOISON",
        play("{'op':'madvise','region':'A','page':0,'pages':1,'advice':'HWPOISON'}", "").reason());
  }

  @Test
  void shouldNameCaseAndStepOfABadArgument() {
    String both = munmap(4, 4).replace("'ret'", "'bytes':1,'ret'");
    assertEquals(
        "cases.json: case c, step 3 (munmap): one of 'pages' and 'bytes' is wanted",
        malformed(both));
    assertEquals(
        "cases.json: case c, step 3 (munmap): there is no region 'Z'",
        malformed(munmap(4, 4).replace("'A'", "'Z'")));
    assertEquals(
        "cases.json: case c, step 3 (munmap): 'page' is negative: -4", malformed(munmap(-4, 4)));
    assertEquals(
        "cases.json: case c, step 3 (exit): there is no process 'c9'",
        malformed("{'op':'exit','process':'c9'}"));
  }
}
