package mm.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import mm.lab.explore.Decision;
import mm.lab.run.Lab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
  private static final String GOOD =
      """
      name: good
      title: A title
      sources: [a commit]
      spaces: {p: [0..2, 4..6]}
      drivers:
        kvm: {bundle: kvm, holds: 0}
        mine:
          kind: declining
          start: [decline maybe, drop]
      threads:
        cpu:
          - unmap p 0..2
          - {repeat: 2, do: [access kvm 1]}
      rules:
        own: {base: interval, end-after-decline: succeeded, without: [R2.7]}
      variants: {both: [kvm, mine], one: [kvm]}
      expect:
        paired: right
        own: {both: {outcome: stalls, counters: {kvm.starts: 1..2}}, else: right}
      order: '0x2 1:1'
      """;

  /** Of real drivers; here each takes one. */
  private static final DriverOptionCheck ERA_ONLY =
      (driver, options) ->
          options.keySet().stream()
              .filter(each -> !each.equals("era"))
              .findFirst()
              .map(each -> driver + " has no option " + each + "; it has era");

  private static Scenario read(String text) throws ScenarioException {
    return new ScenarioReader(Set.of("kvm", "i915"), ERA_ONLY, Lab.generations())
        .read("f.yaml", text);
  }

  private static String problem(String text) {
    return assertThrows(ScenarioException.class, () -> read(text)).getMessage();
  }

  @Test
  void shouldReadAFile() throws ScenarioException {
    Scenario scenario = read(GOOD);
    assertEquals(List.of(new Pages(0, 2), new Pages(4, 6)), scenario.spaces().get("p"));
    assertEquals(3, scenario.threads().get("cpu").size());
    assertEquals(
        List.of(new Decision(0, 0), new Decision(0, 0), new Decision(1, 1)),
        scenario.order().decisions());
    assertEquals(Outcome.STALLS, scenario.expected().get("own").get("both").outcome());
    assertEquals(Outcome.RIGHT, scenario.expected().get("own").get("one").outcome());
    assertEquals(
        "{end-after-decline=succeeded, epoch-after-list-decline=leaked,"
            + " registration=under-mmap-lock, guards=off, policy=none}",
        scenario.rules().get("own").differences().toString());
  }

  @Test
  void shouldReadWhatItWrites() throws ScenarioException {
    Scenario scenario = read(GOOD);
    Scenario again = read(ScenarioWriter.write(scenario));
    assertEquals(scenario.drivers(), again.drivers());
    assertEquals(scenario.threads(), again.threads());
    assertEquals(scenario.order().decisions(), again.order().decisions());
  }

  @Test
  void shouldReadTheTermsThatItWrites() throws ScenarioException {
    String text =
        GOOD.replace("kind: declining", "kind: declining\n    failure: never\n    attach: fails")
            + "allow: {allocation: never}\nlimits: {callback: 10, epoch: 90}\nreaction: quarantine\n";
    Scenario scenario = read(text);
    Scenario again = read(ScenarioWriter.write(scenario));
    assertEquals(scenario.terms(), again.terms());
    assertEquals(scenario.drivers(), again.drivers());
    assertEquals(90, again.terms().limits().get(Terms.Limit.EPOCH));
  }

  /** What is replaced, by what, and the line and words of the refusal. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "title: A title|titel: A title|f.yaml:2: unknown key 'titel'; allowed are name, title",
        "name: good|name: Good One|f.yaml:1: 'Good One' is no name",
        "sources: [a commit]|sources: []|f.yaml:3: sources is empty",
        "sources: [a commit]|sources: {a: b}|f.yaml:3: sources must be a list, not a map",
        "0..2, 4..6|0..2, 1..6|f.yaml:4: mapping 1..6 of p overlaps another",
        "0..2, 4..6|2..1|f.yaml:4: p: '2..1' are no pages",
        "0..2, 4..6|0..65|are no pages; write 3 or 0..4 (0 to 3), up to 64",
        "bundle: kvm|bundle: kwm|f.yaml:6: unknown driver 'kwm'; there are",
        "kind: declining|kind: polite|f.yaml:8: kind cannot be 'polite'; allowed are paired",
        "kind: declining|range: 0|f.yaml:8: driver mine needs 'bundle'",
        "decline maybe|decline often|f.yaml:9: 'often' in 'decline often' should be: decline [maybe",
        "decline maybe|reap p|f.yaml:9: unknown command 'reap' here; allowed are touch",
        "unmap p 0..2|unmap q 0..2|f.yaml:12: unknown space 'q'; there are p",
        "unmap p 0..2|unmap p|f.yaml:12: 'unmap p' should be: unmap SPACE PAGES",
        "unmap p 0..2|drop|f.yaml:12: unknown command 'drop' here; allowed are map, touch",
        "repeat: 2|repeat: 0|f.yaml:13: repeat must be a number from 1 to 100, not '0'",
        "repeat: 2|repeat: forever|f.yaml:13: repeat must be a number from 1 to 100",
        "repeat: 2|repeat: 1000000|f.yaml:13: repeat must be a number from 1 to 100",
        "do: [access kvm 1]|do: []|f.yaml:13: nothing to repeat",
        "access kvm 1|access kvm 0..2|f.yaml:13: '0..2' is no page; write 3",
        "access kvm 1|access gru 1|f.yaml:13: unknown driver 'gru'; there are kvm, mine",
        "base: interval|base: newest|f.yaml:15: base cannot be 'newest'; allowed are none",
        "succeeded,|some,|f.yaml:15: end-after-decline cannot be 'some'; allowed are all, never",
        "R2.7|R9.9|f.yaml:15: no rule 'R9.9'",
        "R2.7|R6.1|f.yaml:15: R6.1 cannot be left out; those that can are [R1.1,",
        "end-after-decline|ends|f.yaml:15: unknown switch 'ends'; there are base, without",
        "own: {base|paired: {base|f.yaml:15: 'paired' is a generation",
        "one: [kvm]|one: [gru]|f.yaml:16: unknown driver 'gru'; there are kvm, mine",
        "paired: right|paired: fine|f.yaml:18: paired cannot be 'fine'; allowed are right, refused",
        "paired: right|pared: right|f.yaml:18: unknown rule 'pared'; there are none, skip-all",
        "else: right|other: right|f.yaml:19: 'other' is neither a variant (both, one) nor 'else'",
        "kvm.starts: 1..2|kvm.starts: 2..1|f.yaml:19: contradiction: at least 2 and at most 1",
        "kvm.starts: 1..2|kvm.beats: 1|f.yaml:19: no counter 'kvm.beats'",
        "outcome: stalls|outcome: right, story: 3|f.yaml:19: contradiction: outcome right has no story",
        "outcome: stalls|outcome: right, reports: [R1.1]|f.yaml:19: contradiction: outcome right",
        "outcome: stalls|outcome: stalls, reap: reaped|f.yaml:19: contradiction: a result of 'reap'",
        "order: '0x2 1:1'|allow: {colour: red}|f.yaml:20: unknown key 'colour'; allowed are allocation",
        "order: '0x2 1:1'|allow: {blocking: maybe}|f.yaml:20: blocking cannot be 'maybe'; allowed are",
        "order: '0x2 1:1'|limits: {callback: 0}|f.yaml:20: callback must be a number from 1 to",
        "order: '0x2 1:1'|limits: {day: 1}|f.yaml:20: unknown key 'day'; allowed are callback, section",
        "order: '0x2 1:1'|orders: all|f.yaml:20: orders cannot be 'all'; allowed are distinct, every",
        "outcome: stalls|outcome: right, finds: [kvm]|f.yaml:19: contradiction: outcome right finds",
        "unmap p 0..2|work 0|f.yaml:12: '0' is no time",
        "unmap p 0..2|begin-bytes p 1|f.yaml:12: '1' is no bytes",
        "kvm, holds: 0}|kvm, options: {era: list, ear: list}}|f.yaml:6: kvm has no option ear; it has",
        "unmap p 0..2|end p|f.yaml:12: 'end p': it has begun no section there; write 'begin",
        "unmap p 0..2|clear-pages p 0|f.yaml:12: 'clear-pages p 0': it has begun no section there",
        "unmap p 0..2|unlock m|f.yaml:12: 'unlock m': it has not taken that lock; write 'lock NAME'",
        "[access kvm 1]|[begin p 0, end p, end p]|f.yaml:13: 'end p': it has begun no section there",
        "decline maybe, drop|drop, end p|f.yaml:9: 'end p': it has begun no section there",
        "decline maybe, drop|drop, unlock m|f.yaml:9: 'unlock m': no callback of this driver takes lock m",
        "unmap p 0..2|swap kvm mine|f.yaml:12: 'swap kvm mine': mine is there already; give mine 'att",
        "0x2 1:1|0x2 b|f.yaml:20: 'b' in order is no step",
      })
  void shouldSayWhatIsWrongAndWhatIsAllowed(String right, String wrong, String message) {
    assertTrue(GOOD.contains(right), right);
    String problem = problem(GOOD.replace(right, wrong));
    assertTrue(problem.contains(message), problem);
  }

  @Test
  void shouldWantADriverOfAChildToComeLater() throws ScenarioException {
    String text =
        GOOD.replace("unmap p 0..2", "fork p c")
            .replace("kind: declining", "kind: declining\n    space: c");
    assertTrue(
        problem(text).contains("f.yaml:8: space 'c' comes by a fork; give mine 'attach: later'"),
        problem(text));
    read(text.replace("space: c", "space: c\n    attach: later"));
  }

  @Test
  void shouldLetAnEndGiveBackWhatTheStartHasTaken() throws ScenarioException {
    String paired = "kind: declining-with-end\n    end: [unlock m]";
    read(GOOD.replace("kind: declining", paired).replace("decline maybe, drop", "trylock m, drop"));
    assertTrue(problem(GOOD.replace("kind: declining", paired)).contains("takes lock m"));
  }

  @Test
  void shouldLeaveOutWhatBelongsToWhatIsLeftOut() throws ScenarioException {
    String text =
        GOOD.replace(
            "unmap p 0..2",
            "begin p 0\n    - clear-pages p 0\n    - lock m\n    - end p\n    - unlock m");
    List<Command> commands = read(text).threads().get("cpu");
    assertEquals(
        "[lock m, unlock m, access kvm 1, access kvm 1]", Pairing.without(commands, 0).toString());
    assertEquals(
        "[begin p 0, clear-pages p 0, end p, access kvm 1, access kvm 1]",
        Pairing.without(commands, 2).toString());
  }

  @Test
  void shouldRefuseWhatYamlCanDoBeyondText() {
    assertTrue(problem(GOOD + "guards: &a [R2.4]\n").startsWith("f.yaml:21: an anchor"));
    assertTrue(problem(GOOD + "guards: *a\n").startsWith("f.yaml:21: an alias"));
    assertTrue(
        problem(GOOD + "guards: !!java.net.URL [http://x]\n").startsWith("f.yaml:21: a tag"));
    assertTrue(problem(GOOD + "guards: &a [*a]\n").startsWith("f.yaml:21: an anchor"));
    assertTrue(problem(GOOD + "---\nname: b\n").startsWith("f.yaml:21: a second document"));
    assertTrue(problem(GOOD + "name: again\n").startsWith("f.yaml:21: 'name' stands here twice"));
    assertTrue(problem("a: [").contains("f.yaml:"));
    assertTrue(problem("").contains("is empty"));
    assertTrue(problem("[".repeat(100) + "]".repeat(100)).contains("nested deeper than 12"));
    assertTrue(problem("a: [" + "1,".repeat(6000) + "1]").contains("more than 5000 values"));
    assertTrue(problem("a: " + "b".repeat(200_000)).contains("is longer than 131072"));
  }

  @Test
  void shouldRefuseABombBeforeItGoesOff() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "x]\n");
    }
    assertTrue(problem(bomb.toString()).startsWith("f.yaml:1: an anchor"));
  }

  @Test
  void shouldWantWhatCannotBeLeftOut() {
    for (String key : List.of("name", "title", "sources", "spaces", "threads", "expect")) {
      String without = GOOD.replaceAll("(?m)^" + key + ":[^\\n]*\\n([ ]+[^\\n]*\\n)*", "");
      assertTrue(problem(without).contains("'" + key + "' is missing"), key);
    }
  }
}
