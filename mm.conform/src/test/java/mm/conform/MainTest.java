package mm.conform;

import static mm.conform.CaseText.munmap;
import static mm.conform.CaseText.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String GOOD = CaseText.touched("good", munmap(4, 4), start(4, 8));
  private static final String WRONG = CaseText.touched("wrong", munmap(4, 4), start(5, 8));
  private static final String LACKING = CaseText.touched("lacking", "{'op':'teleport'}", "");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Main(printed, new PrintStream(err, true, StandardCharsets.UTF_8)).run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String host(String text) {
    return text.replace("'core'", "'host'");
  }

  @Test
  void shouldAnswerZeroWhenAllAgree() throws Exception {
    assertEquals(Main.CONFORMS, run(CaseText.file(folder, GOOD).toString()));
    assertTrue(out().endsWith("OK: 1 passed, 0 failed, 0 skipped" + System.lineSeparator()));
  }

  @Test
  void shouldAnswerOneWhenACaseFailsOrIsSkipped() throws Exception {
    assertEquals(Main.DIFFERS, run(CaseText.file(folder, GOOD, WRONG).toString()));
    assertTrue(out().contains("NOT CONFORMING: 1 passed, 1 failed, 0 skipped"), out());
    assertEquals(Main.DIFFERS, run(CaseText.file(folder, GOOD, LACKING).toString()));
    assertTrue(out().contains("operation teleport           lacking"), out());
  }

  @Test
  void shouldShowButNotCountTheHostLevel() throws Exception {
    Path file = CaseText.file(folder, GOOD, host(WRONG), host(LACKING));
    assertEquals(Main.CONFORMS, run(file.toString()));
    assertTrue(out().contains("failed, not counted: wrong"), out());
    assertTrue(out().contains("OK: 1 passed, 0 failed, 0 skipped"), out());
  }

  @Test
  void shouldSelectFamiliesAndLevels() throws Exception {
    String other = WRONG.replace("'f'", "'g'");
    String file =
        CaseText.file(folder, GOOD, other, LACKING.replace("core", "extended")).toString();
    assertEquals(Main.CONFORMS, run(file, "--family", "f", "--level", "core"));
    assertEquals(Main.DIFFERS, run(file, "--family", "g"));
    assertEquals(Main.DIFFERS, run(file, "--family", "f", "--level", "extended"));
  }

  @Test
  void shouldRefuseAFamilyThatNoFileHas() throws Exception {
    String file = CaseText.file(folder, GOOD).toString();
    assertEquals(Main.UNUSABLE, run(file, "--family", "unmap"));
    assertTrue(err().startsWith("mm: no case of family unmap"), err());
  }

  @Test
  void shouldShowBothSequencesSideBySide() throws Exception {
    run(CaseText.file(folder, WRONG).toString(), "--diff");
    assertTrue(out().contains("recorded"), out());
    assertTrue(out().matches("(?s).*0 ! UNMAP A \\[5, 8\\) +UNMAP A \\[4, 8\\).*"), out());
  }

  @Test
  void shouldPrintOneJsonObjectThatEndsWithTheTotals() throws Exception {
    Path file = CaseText.file(folder, GOOD, WRONG, LACKING);
    assertEquals(Main.DIFFERS, run(file.toString(), "--json", "--diff"));
    assertEquals(1, out().lines().count());
    assertTrue(out().contains("\"passed\":1,\"failed\":1,\"skipped\":1,\"failures\":[{"), out());
    assertTrue(out().strip().endsWith("\"actual\":[\"UNMAP A [4, 8)\"]}]}"), out());
  }

  @Test
  void shouldFollowAnotherKernel() throws Exception {
    String guard =
        "{'op':'madvise','region':'A','page':1,'pages':1,'advice':'GUARD_INSTALL','ret':0}";
    String file = CaseText.file(folder, CaseText.touched("guard", guard, start(1, 2))).toString();
    assertEquals(Main.CONFORMS, run(file, "--kernel", "6.18", "--json"));
    assertTrue(out().startsWith("{\"kernel\":\"6.18\""), out());
    assertEquals(Main.DIFFERS, run(file, "--kernel", "5.12"));
    assertTrue(out().contains("machine: Linux 5.12; recordings: Linux 6.18"), out());
    assertTrue(out().contains("returned EINVAL instead of 0"), out());
  }

  @Test
  void shouldGoOnWithoutTheUserfaultfdThatAnotherKernelRefuses() throws Exception {
    String steps =
        "{'op':'uffd_open','features':['MOVE']},"
            + "{'op':'uffd_register','region':'A','page':0,'pages':1,'mode':'missing','ret':0}";
    String file = CaseText.file(folder, CaseText.touched("uffd", steps, "")).toString();
    assertEquals(Main.CONFORMS, run(file));
    assertEquals(Main.DIFFERS, run(file, "--kernel", "5.12"));
    assertTrue(out().contains("returned EBADF instead of 0"), out());
  }

  @Test
  void shouldAnswerTwoForAMalformedFileAndNameThePlace() throws Exception {
    String bad = GOOD.replace("'pages':4", "'pages':'four'").replace("good", "bad");
    Path file = CaseText.file(folder, GOOD, bad);
    assertEquals(Main.UNUSABLE, run(file.toString(), "--json"));
    assertEquals("", out());
    assertEquals(
        "mm: " + file + ": case bad, step 3 (munmap): 'pages' is no whole number: four",
        err().strip());
  }

  @Test
  void shouldAnswerTwoForAWrongCommandLine() {
    assertEquals(Main.UNUSABLE, run());
    assertEquals(Main.UNUSABLE, run("x.json", "--level", "hard"));
    assertEquals(Main.UNUSABLE, run("x.json", "--family"));
    assertEquals(Main.UNUSABLE, run("x.json", "--quick"));
    assertEquals(Main.UNUSABLE, run("x.json", "--kernel", "4.19"));
    assertTrue(err().contains("no kernel '4.19'; there are [5.12, 6.18]"), err());
    assertEquals(Main.UNUSABLE, run("--random", "x.json"));
    assertEquals(Main.UNUSABLE, run("--shrink", "x.json", "y.json"));
    assertTrue(err().lines().allMatch(line -> line.matches("mm: .*|Try 'mm conform --help'[.]")));
    assertEquals(7, err().lines().filter(line -> line.startsWith("Try")).count(), err());
  }

  @Test
  void shouldPlayRandomScripts() {
    assertEquals(Main.CONFORMS, run("--random", "--seed", "3", "--steps", "300"));
    assertTrue(out().startsWith("OK: 300 random steps from seed 3"), out());
  }

  @Test
  void shouldReportRandomScriptsAsJson() {
    assertEquals(Main.CONFORMS, run("--random", "--steps", "100", "--json"));
    assertEquals("{\"seed\":1,\"steps\":100,\"ok\":true,\"failures\":[]}", out().strip());
  }

  @Test
  void shouldRefuseWhatDoesNotGoWithRandomScripts() {
    assertEquals(Main.UNUSABLE, run("--random", "x.json"));
    assertEquals(Main.UNUSABLE, run("--random", "--family", "f"));
    assertEquals(Main.UNUSABLE, run("--random", "--steps", "0"));
    assertEquals(Main.UNUSABLE, run("--random", "--seed", "x"));
    assertEquals(Main.UNUSABLE, run("--random", "--save", "/no/such/folder/x.json"));
    assertEquals(Main.UNUSABLE, run("x.json", "--seed", "1"));
    assertTrue(err().contains("--seed goes with --random only"), err());
  }

  @Test
  void shouldJudgeAScriptWithoutARecordingByWhatAlwaysHolds() throws Exception {
    String unrecorded =
        GOOD.replace("'level'", "'judge':'invariants','level'").replace("'page':4", "'page':8");
    assertEquals(Main.CONFORMS, run(CaseText.file(folder, unrecorded).toString()));
    String judge = unrecorded.replace("invariants", "nobody");
    assertEquals(Main.UNUSABLE, run(CaseText.file(folder, judge).toString()));
    assertTrue(err().contains("'judge' cannot be 'nobody'"), err());
  }

  private String driven(String more) {
    return GOOD.replace("'level'", "'judge':'invariants','drivers':['kvm']," + more + "'level'");
  }

  @Test
  void shouldRefuseAScriptWhoseDriversOrRuleItDoesNotHave() throws Exception {
    assertEquals(Main.UNUSABLE, run(CaseText.file(folder, driven("")).toString()));
    assertTrue(err().contains("case good: no bundle has driver 'kvm': add --bundles"), err());
    String rule = CaseText.file(folder, driven("'generation':'first',")).toString();
    assertEquals(Main.UNUSABLE, run(rule));
    assertTrue(err().contains("case good: no generation 'first'"), err());
    String recording = driven("").replace("invariants", "recording");
    assertEquals(Main.UNUSABLE, run(CaseText.file(folder, recording).toString()));
    assertTrue(err().contains("a recording has no 'drivers'"), err());
  }

  @Test
  void shouldShrinkNoRecordingAndNothingButOneCase() throws Exception {
    assertEquals(Main.UNUSABLE, run("--shrink", CaseText.file(folder, GOOD).toString()));
    assertTrue(err().contains("a recording is what it is"), err());
    assertEquals(Main.UNUSABLE, run("--shrink", CaseText.file(folder, GOOD, WRONG).toString()));
    assertTrue(err().contains("one case is wanted"), err());
    assertEquals(Main.UNUSABLE, run("--shrink"));
    assertEquals(Main.UNUSABLE, run("--shrink", "--family", "f", "x.json"));
    assertEquals(Main.UNUSABLE, run("--shrink", "--seconds", "0", "x.json"));
    assertTrue(err().contains("--seconds wants at least 1, not 0"), err());
  }

  @Test
  void shouldSayThatAScriptWithoutAFaultDoesNotRepeat() throws Exception {
    String script = GOOD.replace("'level'", "'judge':'invariants','level'");
    assertEquals(Main.DIFFERS, run("--shrink", CaseText.file(folder, script).toString()));
    assertTrue(err().contains("does not repeat in one thread: saved unshrunk, 4 steps"), err());
  }
}
