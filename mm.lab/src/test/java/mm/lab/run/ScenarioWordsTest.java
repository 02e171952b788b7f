package mm.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import mm.lab.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the commands of a scenario do, one by one. */
@Timeout(60)
class ScenarioWordsTest {
  private static final String HEAD =
      """
      name: words
      title: A title
      sources: [a test]
      expect: {paired: right}
      spaces: {p: 0..2}
      """;

  private static Cell run(String rule, String drivers, String threads) throws ScenarioException {
    return run(rule, HEAD + "drivers: {" + drivers + "}\nthreads: {" + threads + "}\n");
  }

  private static Cell run(String rule, String text) throws ScenarioException {
    Scenario scenario =
        new ScenarioReader(Set.of(), (driver, options) -> Optional.empty(), Lab.generations())
            .read("words.yaml", text);
    Lab lab = new Lab(nth -> id -> null, Limits.usual(), Reduction.RACES, each -> {});
    return lab.cell(scenario, "all", Lab.ruleSet(scenario, rule), Optional.empty());
  }

  private static String found(Cell cell) {
    return cell.story().map(each -> String.join("; ", each.reasons())).orElse("nothing");
  }

  private static List<String> told(Cell cell) {
    return cell.sample().events().stream().map(LabEvent::text).toList();
  }

  @Test
  void shouldEndInACallbackWhatTheCallbackHasBegun() throws ScenarioException {
    String eager = "d: {kind: paired, start: [begin p 1, end p, count, drop]}";
    Cell cell = run("non-blocking-attempt", eager, "cpu: [step]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    String other = HEAD.replace("p: 0..2", "p: 0..2, q: 0..2");
    String text =
        other
            + "rules: {free: {base: paired, without: [R1.6]}}\n"
            + "drivers: {d: {kind: paired, start: [begin q 1, end q, count, drop]}}\n"
            + "threads: {cpu: [discard p 0]}\n";
    cell = run("free", text);
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertTrue(told(cell).contains("ends page 1"), () -> "the section in q");
  }

  @Test
  void shouldFindAnUnlockOfWhatWasNotTaken() throws ScenarioException {
    String text =
        HEAD
            + "rules: {all: {base: paired, without: [R1.3]}}\n"
            + "drivers: {d: {kind: declining-with-end, start: [decline, lock m], end: [unlock m]}}\n"
            + "threads: {reaper: [reap p 1]}\n";
    Cell cell = run("all", text);
    assertEquals(Outcome.UNPAIRED, cell.outcome());
    assertTrue(found(cell).contains("d gives back lock m, which it has not taken"), found(cell));
  }

  @Test
  void shouldWaitForTheForkBeforeAnythingIsDoneToTheChild() throws ScenarioException {
    String late = "d: {kind: paired, space: c, attach: later}";
    Cell cell = run("paired", late, "one: [unmap c 0, attach d, access d 1 read], two: [fork p c]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertTrue(told(cell).contains("d's device accesses page 1: MADE"), told(cell).toString());
    cell = run("paired", late, "one: [attach d, touch c 0], two: [wait f, fork p c]");
    assertEquals(Outcome.STALLS, cell.outcome(), found(cell));
  }

  @Test
  void shouldCopyAPageThatIsSharedAndTellOfIt() throws ScenarioException {
    String nic = "d: {kind: paired, holds: 0}";
    Cell cell = run("ours", nic, "cpu: [fork p c, write p 0, write c 0]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(2, cell.counters().get("d.starts").most(), "of the fork, and of one copy");
    assertTrue(told(cell).contains("copies page 0 of p from frame 1 to 3"), told(cell).toString());
    cell = run("ours", nic, "cpu: [fork p c, write c 0, write p 0]");
    assertEquals(1, cell.counters().get("d.starts").most(), "the last one keeps the page");
    cell = run("ours", nic, "cpu: [fork p c, access d 0 write]");
    assertTrue(told(cell).contains("copies page 0 of p from frame 1 to 3"), told(cell).toString());
    assertTrue(told(cell).contains("d's device accesses page 0: MADE"), told(cell).toString());
  }

  /** It does not drop the page at the fork, which is why it had it pinned. */
  @Test
  void shouldCopyAPinnedPageForTheChildAtOnce() throws ScenarioException {
    String pinning = "d: {kind: declining, holds: 0, start: [step]}";
    Cell cell = run("interval", pinning, "cpu: [fork p c, write p 0, access d 0 write]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    String told = told(cell).toString();
    assertTrue(told.contains("copies page 0, which a device has pinned, for c"), told);
    assertTrue(told.contains("d's device accesses page 0: HIT"), told);
    assertFalse(told.contains("copies page 0 of p"), told);
    assertEquals(1, cell.counters().get("d.starts").most(), "of the fork");
  }

  @Test
  void shouldShareAPageAgainThatIsPinnedNoMore() throws ScenarioException {
    String dropping = "d: {kind: declining, holds: 0, start: [drop]}";
    Cell cell = run("paired", dropping, "cpu: [fork p c, write p 0]");
    assertTrue(told(cell).toString().contains("copies page 0 of p from frame 1"), "the parent's");
  }

  @Test
  void shouldNotWriteWhatMprotectHasProtected() throws ScenarioException {
    Cell cell =
        run(
            "paired",
            "d: {kind: paired}",
            "cpu: [protect p 0, write p 0, discard p 0, access d 0 write, map p 0, access d 0 write]");
    assertTrue(told(cell).contains("page 0 may not be written"), told(cell).toString());
    assertTrue(told(cell).contains("d's device accesses page 0: REFUSED"));
    assertTrue(told(cell).contains("d's device accesses page 0: MADE"), "a new mapping");
  }

  @Test
  void shouldAnnounceWhatANewMappingReplaces() throws ScenarioException {
    Cell cell = run("paired", "d: {kind: paired, holds: 0..2}", "cpu: [map p 1..3, unmap p 1..3]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(2, cell.counters().get("d.starts").most());
    assertEquals(1, cell.counters().get("d.held").most());
  }

  /** The class of a model is made while it runs; its name would be another one the next time. */
  @Test
  void shouldSayWhoIsRefusedInWordsThatStayTheSame() throws ScenarioException {
    String both = "d: {kind: declining-with-end}";
    String found = found(run("ours", both, "cpu: [step]"));
    assertEquals("refused by R1.3: d: its notifier can decline and has an end", found);
    assertTrue(found(run("paired", both, "cpu: [step]")).startsWith("refused by R1.3: d "));
  }

  @Test
  void shouldSayWhenThereIsNobodyToAttachOrDetach() throws ScenarioException {
    Cell cell =
        run(
            "paired",
            "d: {kind: paired}, e: {kind: paired, attach: later}",
            "cpu: [detach e, attach d]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertTrue(told(cell).contains("e is not attached"), told(cell).toString());
    assertTrue(told(cell).contains("d is attached already"), told(cell).toString());
  }

  @Test
  void shouldReportWhatIsNeverOver() throws ScenarioException {
    String limits = "limits: {callback: 10, section: 10}\n";
    String text =
        HEAD + limits + "drivers: {d: {kind: paired, blocking: when-allowed, start: [wait f]}}\n";
    for (String rule : List.of("paired", "ours")) {
      Cell cell = run(rule, text + "threads: {cpu: [discard p 0]}\n");
      assertEquals(Outcome.STALLS, cell.outcome());
      assertEquals(List.of("R1.10", "R2.11"), cell.reports(), rule);
      assertTrue(found(cell).contains("d is in a callback for ever"), found(cell));
    }
  }

  @Test
  void shouldTakeOutWhoBreaksItsWordWhenThePolicySaysSo() throws ScenarioException {
    String text =
        HEAD
            + "rules: {followed: {base: paired}, open: {base: paired, policy: none}}\n"
            + "drivers: {d: {kind: paired, start: [throw]}}\n"
            + "threads: {cpu: [discard p 0, work 1, discard p 0]}\n";
    String quarantine = text + "reaction: quarantine\n";
    Map<String, Long> starts = Map.of("followed", 1L, "ours", 1L, "open", 2L);
    for (String rule : starts.keySet()) {
      Cell cell = run(rule, quarantine);
      assertEquals(List.of("R1.8"), cell.reports(), rule);
      assertEquals((long) starts.get(rule), cell.counters().get("d.starts").most(), rule);
    }
    assertEquals(2, run("ours", text).counters().get("d.starts").most(), "it is only reported");
  }

  private static final String HELD = "d: {kind: paired, holds: 0}";

  @Test
  void shouldServeInTheNextEngineWhoWasServedInTheOneBefore() throws ScenarioException {
    for (String rule : List.of("paired", "ours")) {
      Cell cell = run(rule, HELD, "cpu: [discard p 0], admin: [swap-engine, access d 0]");
      assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
      assertTrue(told(cell).contains("p is in the next engine"), told(cell).toString());
      assertTrue(told(cell).contains("d's device accesses page 0: MADE"), told(cell).toString());
      assertEquals(0, cell.counters().get("d.starts").least(), "nobody is told in between");
      assertEquals(1, cell.counters().get("d.starts").most());
    }
  }

  @Test
  void shouldEndASectionInTheEngineInWhichItWasBegun() throws ScenarioException {
    for (String rule : List.of("paired", "ours")) {
      Cell cell =
          run(rule, HELD, "cpu: [begin p 0, begin p 1, end p, end p], admin: [swap-engine]");
      assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
      assertEquals(2, cell.counters().get("d.starts").most());
    }
  }

  @Test
  void shouldRefuseToSwapTheEngineInsideOnesOwnSection() throws ScenarioException {
    Cell cell = run("ours", HELD, "cpu: [begin p 0, swap-engine, end p]");
    assertEquals(Outcome.REFUSED, cell.outcome(), found(cell));
    assertEquals(List.of("R2.8"), cell.reports());
  }

  @Test
  void shouldBringNobodyBackWhoWasTakenOutWhileTheEngineWasSwapped() throws ScenarioException {
    for (String out : List.of("detach d", "quarantine d", "exit p")) {
      Cell cell = run("ours", HELD, "admin: [swap-engine], other: [" + out + "]");
      assertEquals(Outcome.RIGHT, cell.outcome(), out + ": " + found(cell));
      assertEquals(0, cell.counters().get("d.held").most(), out);
    }
  }

  @Test
  void shouldRefuseToAttachToASpaceThatHasExitedWhileTheEngineWasSwapped()
      throws ScenarioException {
    for (String rule : List.of("paired", "ours")) {
      Cell cell = run(rule, HELD, "admin: [swap-engine, attach d], other: [exit p]");
      assertEquals(Outcome.REFUSED, cell.outcome(), rule + ": " + found(cell));
      assertEquals(List.of("R4.4"), cell.reports(), rule);
      assertEquals(0, cell.counters().get("d.held").most(), rule);
    }
  }

  /** The swap waits for that section. */
  @Test
  void shouldRefuseToChangeDriversInsideOnesOwnSectionWhileTheEngineIsSwapped()
      throws ScenarioException {
    String late = HELD + ", e: {kind: paired, attach: later}";
    for (String inside : List.of("attach e", "swap d e", "release d")) {
      String cpu = "cpu: [begin p 0, " + inside + ", end p], admin: [swap-engine]";
      Cell cell = run("ours", late, cpu);
      assertEquals(Outcome.REFUSED, cell.outcome(), inside + ": " + found(cell));
      assertEquals(List.of("R2.8"), cell.reports(), inside);
    }
  }

  @Test
  void shouldAttachWhoComesMeanwhileToTheNextEngine() throws ScenarioException {
    String late = HELD + ", e: {kind: paired, attach: later}";
    Cell cell = run("ours", late, "admin: [swap-engine], other: [attach e, access e 0]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(1, cell.counters().get("e.held").most());
    cell = run("ours", late, "admin: [swap-engine], other: [swap d e, access d 0]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(0, cell.counters().get("d.held").most(), "it has been replaced");
    assertEquals(1, cell.counters().get("e.held").most());
  }

  @Test
  void shouldMoveASpaceThatIsForkedMeanwhile() throws ScenarioException {
    String child = HELD + ", e: {kind: paired, space: c, attach: later}";
    Cell cell = run("ours", child, "admin: [swap-engine], cpu: [fork p c, attach e, access e 0]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(1, cell.counters().get("e.held").most());
  }

  @Test
  void shouldForgetNeitherReportsNorLocksOfAnEngineThatHasGone() throws ScenarioException {
    String throwing = "d: {kind: paired, start: [throw], end: [step]}";
    Cell cell = run("ours", throwing, "cpu: [lock m, discard p 0, swap-engine, unlock m]");
    assertEquals(List.of("R1.8"), cell.reports());
    assertEquals(Outcome.REPORTED, cell.outcome(), found(cell));
  }

  /** Two engines at once would be none that keeps its word. */
  @Test
  void shouldSwapTheEngineOnceMoreAfterwards() throws ScenarioException {
    Cell cell = run("ours", HELD, "one: [swap-engine], two: [swap-engine]");
    assertEquals(Outcome.RIGHT, cell.outcome(), found(cell));
    assertEquals(2, count(cell, "p is in the next engine"));
  }

  private static long count(Cell cell, String text) {
    return told(cell).stream().filter(text::equals).count();
  }
}
