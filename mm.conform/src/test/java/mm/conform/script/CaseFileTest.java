package mm.conform.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import mm.conform.CaseText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseFileTest {
  private static final String GOOD = CaseText.touched("good", "", "");

  @TempDir Path folder;

  private static int count(Path path) throws Exception {
    int cases = 0;
    try (CaseFile file = CaseFile.open(path)) {
      while (file.next().isPresent()) {
        cases++;
      }
    }
    return cases;
  }

  private static String problem(Path path) {
    return assertThrows(MalformedFileException.class, () -> count(path)).getMessage();
  }

  @Test
  void shouldReadAllRecordedCases() throws Exception {
    assertEquals(167, count(CaseText.SAMPLES.resolve("kernel-cases.json")));
    assertEquals(300, count(CaseText.SAMPLES.resolve("kernel-programs.json.xz")));
  }

  @Test
  void shouldReadWhatACaseSays() throws Exception {
    Path path = CaseText.file(folder, CaseText.touched("c", CaseText.munmap(4, 4), ""));
    try (CaseFile file = CaseFile.open(path)) {
      Case read = file.next().orElseThrow();
      assertEquals("c", read.name());
      assertEquals("f", read.family());
      assertEquals(Level.CORE, read.level());
      assertEquals(Optional.of("0"), read.steps().get(3).result());
      assertEquals(Optional.empty(), read.steps().get(1).result());
    }
  }

  @Test
  void shouldExpandSeries() throws Exception {
    String series =
        "{'callback':'invalidate_range_start','region':'B','start_page':40,'end_page':41,"
            + "'count':3,'stride_pages':-2}";
    try (CaseFile file = CaseFile.open(CaseText.file(folder, CaseText.touched("c", "", series)))) {
      Expected expected = file.next().orElseThrow().expected().get(0);
      assertEquals(3, expected.count());
      assertEquals(0x2100_0000_0000L + 36 * 4096, expected.callback(2).start());
      assertEquals(0x2100_0000_0000L + 37 * 4096, expected.callback(2).end());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{'format':'notifier-cases-1'}",
        "{'cases':[]}",
        "{'format':'notifier-cases-2','cases':[]}",
        "{'format':'notifier-cases-1','cases':{}}",
        "{'format':'notifier-cases-1','cases':[]",
        "{'format':'notifier-cases-1','cases':[]} {}",
        "{'format':'notifier-cases-1','page_bytes':65536,'cases':[]}",
        "{'format':'notifier-cases-1','regions':{'A':'0xzz'},'cases':[]}"
      })
  void shouldRefuseWhatIsNoCaseFile(String text) throws Exception {
    Path path = CaseText.text(folder, text);
    assertTrue(problem(path).startsWith(path + ": "), problem(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'family':'f' ; '':'' ; case bad: 'family' is missing",
        "'level':'core' ; 'level':'hard' ; case bad: 'hard' is no level",
        "'ranges':[[0,64]] ; 'ranges':[[0,64]],'ret':[] ; case bad, step 1: 'ret' is no text",
        "{'op':'record'} ; {'op':7} ; case bad, step 2: 'op' is no text",
        "{'op':'record'} ; {} ; case bad, step 2: 'op' is missing",
        "{'op':'record'} ; 7 ; case bad: 'steps' holds what is no object",
        "{'op':'record'} ; {'op':'exit'} ; case bad: it has 0 steps 'record'",
        "'page':0 ; 'page':99999999999999999999 ; case 2 of the file: line 1",
        "'page':0 ; 'page':0,'page':1 ; case 2 of the file: line 1: Duplicate field",
        "'expect':[] ; 'expect':[{}] ; case bad, expect 0: 'callback' is missing",
        "'expect':[] ; 'expect':[{'callback':'start'}] ; case bad, expect 0: 'start' is no"
            + " callback",
      })
  void shouldNameCaseAndStepOfAMistake(String good, String bad, String problem) throws Exception {
    String broken = CaseText.touched("bad", "", "").replace(good, bad);
    Path path = CaseText.file(folder, GOOD, broken);
    assertTrue(problem(path).startsWith(path + ": " + problem), problem(path));
  }

  @Test
  void shouldRefuseExpectationsOfProgramsThatNameNoStep() throws Exception {
    Path path = CaseText.programs(folder, CaseText.touched("p", "", CaseText.start(0, 1)));
    assertEquals(path + ": case p, expect 0: 'step' is missing", problem(path));
  }

  @Test
  void shouldTellThatACompressedFileIsCutOff() throws Exception {
    byte[] whole = Files.readAllBytes(CaseText.SAMPLES.resolve("kernel-programs.json.xz"));
    Path path = Files.write(folder.resolve("cut.xz"), Arrays.copyOf(whole, whole.length / 2));
    assertTrue(problem(path).endsWith(": the compressed file is cut off here"), problem(path));
  }

  @Test
  void shouldTellThatThereIsNoFile() {
    Path path = folder.resolve("absent.json");
    assertEquals(path + ": there is no such file", problem(path));
    assertTrue(problem(folder).endsWith("is a directory)"), problem(folder));
  }
}
