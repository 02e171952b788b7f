package mm.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class MainTest {
  private static final String SCENARIO =
      """
      name: mine
      title: Who is told of the end
      sources: [a test]
      spaces: {p: 0..4}
      drivers:
        kvm: {bundle: kvm, holds: 0..2}
        gru: {bundle: gru}
        busy: {kind: declining, start: [decline, drop]}
      threads:
        reaper: [reap p 1]
        idle: [touch p 3, touch p 3]
      expect:
        non-blocking-attempt: %s
        paired: right
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(new PrintStream(out), new PrintStream(err), args);
  }

  private String file(String text) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, text);
    return file.toString();
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldAnswerZeroWhenAllIsAsExpected() throws IOException {
    assertEquals(0, run("run", "--", file(SCENARIO.formatted("stalls"))), out() + err());
    assertTrue(out().contains("OK: 1 scenario, 2 cells, all as expected"), out());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNameTheFileThatDoesNotFitOnItsDisk() throws IOException {
    assertEquals(
        2, run("run", "--save", "/dev/full", "--", file(SCENARIO.formatted("stalls"))), out());
    assertEquals("mm: cannot write: /dev/full: No space left on device", err().strip());
  }

  @Test
  void shouldAnswerOneAndTellTheStoryOfWhatIsNot() throws IOException {
    assertEquals(1, run("run", "--", file(SCENARIO.formatted("right"))));
    assertTrue(out().contains("outcome stalls instead of right"), out());
    assertTrue(out().contains("reaper/busy"), out());
    assertTrue(out().contains("gru is not served any more"), out());
  }

  @Test
  void shouldAnswerTwoAndRunNothing() throws IOException {
    String good = file(SCENARIO.formatted("stalls"));
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(bad, SCENARIO.formatted("fine"));
    assertEquals(2, run("run", "--", good, bad.toString()));
    assertTrue(err().contains("bad.yaml:13: "), err());
    assertFalse(err().contains("Try"), "it is the file that is wrong");
    assertEquals("", out());
    assertEquals(2, run("run", "--", "no-such-scenario"));
    assertEquals(2, run("run", "--without", "R2.4,R9.9", "--", good));
    assertTrue(err().contains("no rule 'R9.9'"), err());
    assertEquals("", out(), "not even without R2.4");
  }

  /** What is replaced, by what, and what is told. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "title:|titel:|mine.yaml:2: unknown key 'titel'; allowed are name, title",
        "{p: 0..4}|[p, q]|mine.yaml:4: spaces must be a map (key: value), not a list",
        "bundle: gru|bundle: i915, options: {eera: list}|mine.yaml:7: R6.12: i915 has no option [i915.eera]; it has [i915.era]",
        "bundle: gru|bundle: i915, options: {era: lost}|mine.yaml:7: R6.12: i915 failed to attach:",
        "bundle: gru|bundle: gru, options: {era: list}|mine.yaml:7: R6.12: gru has no option [gru.era]",
        "bundle: kvm|bundle: kwm|mine.yaml:6: unknown driver 'kwm'; there are",
        "reap p 1|reap q 1|mine.yaml:10: unknown space 'q'; there are p",
        "paired: right|paired: {outcome: right, reports: [R1.1]}|mine.yaml:14: contradiction",
        "paired: right|paired: {outcome: right, counters: {kvm.ends: 3..1}}|mine.yaml:14: contradiction",
        "touch p 3, touch p 3|{repeat: forever, do: [touch p 3]}|mine.yaml:11: repeat must be a number",
        "touch p 3, touch p 3|{repeat: 100, do: [{repeat: 100, do: [step]}]}|mine.yaml:11: more than 200",
        "touch p 3, touch p 3|fork p p|mine.yaml:11: space 'p' is there already",
        "touch p 3, touch p 3|fork p c, fork p c|mine.yaml:11: space 'c' is there already",
        "touch p 3, touch p 3|{repeat: 2, do: [fork p c]}|mine.yaml:11: a fork cannot be repeated",
        "touch p 3, touch p 3|swap kvm kvm|mine.yaml:11: 'swap kvm kvm' needs two drivers",
        "holds: 0..2|holds: 3..5|mine.yaml:6: kvm cannot hold page 4: no mapping of p has it",
        "[a test]|&a [*a, *a]|mine.yaml:3: an anchor (&name)",
        "[a test]|[*a]|mine.yaml:3: an alias (*name)",
        "[a test]|!!java.net.URLClassLoader [x]|mine.yaml:3: a tag (!name)",
      })
  void shouldAnswerTwoToABadFileAndRunNothing(String right, String wrong, String told)
      throws IOException {
    String text = SCENARIO.formatted("stalls");
    assertTrue(text.contains(right), right);
    String saved = folder.resolve("saved.yaml").toString();
    String bad = file(text.replace(right, wrong));
    assertEquals(2, run("run", "--save", saved, "--", "rule-5-3-victim-is-skipped", bad));
    assertTrue(err().contains(told), err());
    assertEquals("", out());
    assertFalse(Files.exists(Path.of(saved)));
  }

  /** Nobody should believe that an option did something that did nothing. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "run --runs 0|--runs must be 1 or more, not 0",
        "run --generations paired --without R2.4|give --generations or --without, not both",
        "list --seed 3|list does not take --seed; it takes --json",
        "show --json|show does not take --json",
        "diff --story|diff does not take --story; it takes --drivers, --seed, --runs",
        "run --generations newest|no rule 'newest'; there are [none, skip-all",
        "run --without R9.9|no rule 'R9.9'; see 'mm explain'",
        "run --drivers i915|mine has no driver 'i915', but [kvm, gru, busy]",
        "guess|'guess' is none of list, show, run, diff",
      })
  void shouldRefuseAWrongCommandLineAndNameTheHelp(String command, String told) throws IOException {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.addAll(List.of("--", file(SCENARIO.formatted("stalls"))));
    assertEquals(2, run(args.toArray(String[]::new)));
    assertEquals("mm: " + told, err().substring(0, told.length() + 4));
    assertTrue(err().endsWith("\nTry 'mm lab --help'." + System.lineSeparator()), err());
    assertEquals("", out());
  }

  @Test
  void shouldNotReadAFileThatIsFarTooLong() throws IOException {
    Path file = folder.resolve("long.yaml");
    try (FileChannel long4 =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long4.write(ByteBuffer.wrap(new byte[] {'#'}), 4L << 30);
    }
    assertEquals(2, run("run", "--", file.toString()));
    assertTrue(err().contains("long.yaml: has more than 512 KiB, which is the most"), err());
  }

  @Test
  void shouldSayWhatAFileIsThatCannotBeRead() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'#', (byte) 0xe4});
    assertEquals(2, run("run", "--", latin.toString()));
    assertTrue(err().contains("latin.yaml: is no UTF-8 text; save it as UTF-8"), err());
    assertEquals(2, run("run", "--", folder.toString()));
    assertTrue(err().contains("is a folder; name a file in it"), err());
  }

  @Test
  void shouldNameTheScenarioWhoseOrderCannotBe() throws IOException {
    assertEquals(
        2,
        run(
            "run",
            "--",
            "rule-5-3-victim-is-skipped",
            file("order: 7x3\n" + SCENARIO.formatted("stalls"))));
    assertTrue(
        err().contains("mine.yaml:1: step 1 of the order cannot be 7, but one of [0"), err());
    assertEquals("", out(), "not even those before it");
  }

  @Test
  void shouldLookAtItsOutputsBeforeItRuns() throws IOException {
    String good = file(SCENARIO.formatted("stalls"));
    String nowhere = folder.resolve("none").resolve("x").toString();
    for (String option : List.of("--save", "--report", "--perfetto", "--csv", "--events")) {
      assertEquals(2, run("run", option, nowhere, "--", good), option);
      assertTrue(err().contains("there is no folder"), err());
      assertEquals("", out(), option);
    }
    assertEquals(2, run("run", "--save", folder.toString(), "--", good));
    assertTrue(err().contains("is a folder"), err());
    assertEquals(2, run("run", "--save", good, "--", good));
    assertTrue(err().contains("is named twice"), err());
    assertEquals(SCENARIO.formatted("stalls"), Files.readString(Path.of(good)));
  }

  @Test
  void shouldSaveAFailureMadeSmallThatReplays() throws IOException {
    String saved = folder.resolve("saved.yaml").toString();
    assertEquals(1, run("run", "--save", saved, "--", file(SCENARIO.formatted("right"))));
    String text = Files.readString(Path.of(saved));
    assertEquals(2, text.split("bundle:").length, "one of KVM and GRU is enough: " + text);
    assertTrue(!text.contains("idle") && text.contains("order:"), text);
    assertEquals(0, run("run", "--story", "--", saved), out() + err());
    assertTrue(out().contains("ran 1 order,"), out());
    assertTrue(out().contains("is not served any more"), out());
  }

  @Test
  void shouldSaveWhatComesOfAMissingRule() throws IOException {
    String saved = folder.resolve("saved.yaml").toString();
    String name = file(SCENARIO.formatted("stalls"));
    assertEquals(0, run("run", "--without", "R2.4", "--save", saved, "--", name), err());
    assertEquals(0, run("run", "--", saved), out() + err());
    assertTrue(out().contains("saved-rule  stalls"), out());
  }

  @Test
  void shouldPrintOneJsonObject() throws IOException {
    run("run", "--json", "--", file(SCENARIO.formatted("right")));
    try (JsonParser json = new JsonFactory().createParser(out())) {
      int depth = 0;
      int objects = 0;
      while (json.nextToken() != null) {
        depth += json.currentToken().isStructStart() ? 1 : 0;
        depth -= json.currentToken().isStructEnd() ? 1 : 0;
        objects += depth == 0 ? 1 : 0;
      }
      assertEquals(1, objects);
    }
    assertTrue(out().contains("\"asExpected\" : false"), out());
  }

  @Test
  void shouldPrintTheSameTwice() throws IOException {
    String name = file(SCENARIO.formatted("right"));
    run("run", "--story", "--runs", "3", "--seed", "5", "--", name);
    String first = out();
    run("run", "--story", "--runs", "3", "--seed", "5", "--", name);
    assertEquals(first, out());
  }

  @Test
  void shouldShowWhatTwoRulesSayDifferently() throws IOException {
    String name = file(SCENARIO.formatted("stalls"));
    assertEquals(0, run("diff", "--", name, "non-blocking-attempt", "paired"), out() + err());
    assertTrue(out().contains("end-after-decline"), out());
    assertTrue(out().matches("(?s).*outcome +stalls +right.*"), out());
    String saved = folder.resolve("saved.yaml").toString();
    String[] json = {
      "diff", "--json", "--save", saved, "--", name, "non-blocking-attempt", "paired"
    };
    assertEquals(0, run(json), err());
    assertTrue(out().startsWith("{") && out().contains("\"rule\" : \"paired\""), out());
    assertEquals(0, run("run", "--", saved), out() + err());
    assertTrue(out().contains("non-blocking-attempt  stalls"), out());
  }

  @Test
  void shouldListAndShowWhatIsShipped() {
    assertEquals(0, run("list"));
    assertTrue(out().contains("unpaired-end"), out());
    for (String what : List.of("seed 000", "seed 001", "seed 002", "seed 003", "seed 004")) {
      assertEquals(0, run("list", "--", what));
      assertTrue(out().contains(what), out());
    }
    assertEquals(0, run("list", "--", "seed 003"));
    assertTrue(out().contains("unpaired-end"), out());
    assertEquals(0, run("list", "--", "eight orders"));
    assertTrue(out().contains("interval-eight-orders"), out());
    assertEquals(0, run("list", "--", "nothing of the kind"));
    assertTrue(out().contains("No scenario"), out());
    assertEquals(0, run("show", "--", "unpaired-end"));
    assertTrue(out().startsWith("name: unpaired-end"), out());
  }

  @Test
  void shouldNameTheOrdersInWhichAFaultMeetsAnInvalidation() {
    assertEquals(0, run("run", "--", "interval-eight-orders"), out());
    assertTrue(out().contains("ours, all: a fault and an invalidation meet in 8 orders"), out());
    assertTrue(out().contains("read-begin, start, set-sequence, end, read-retry"), out());
  }

  @Test
  void shouldRunTheContractWithoutARule() throws IOException {
    String name = file(SCENARIO.formatted("stalls"));
    assertEquals(0, run("run", "--without", "R2.4", "--", name));
    assertTrue(out().contains("contract without R2.4  stalls"), out());
  }
}
