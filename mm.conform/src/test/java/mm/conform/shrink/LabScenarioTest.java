package mm.conform.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import mm.conform.CaseText;
import mm.conform.script.CaseFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabScenarioTest {
  private static final String MAP =
      "{'op':'mmap','region':'A','page':0,'pages':8,'kind':'anon','sharing':'private',"
          + "'prot':'rw','fixed':'noreplace','thread':'one'}";

  @TempDir Path folder;

  private Optional<String> scenario(String broken, String... steps) throws Exception {
    String text =
        "{'name':'c','family':'found','level':'extended','judge':'invariants','about':'by hand',"
            + "'drivers':['kvm'],'broken':"
            + broken
            + ",'steps':["
            + String.join(",", steps)
            + "],'expect':[]}";
    try (CaseFile file = CaseFile.open(CaseText.programs(folder, text))) {
      return LabScenario.of(file.next().orElseThrow());
    }
  }

  private static String access(String thread, int page) {
    return "{'op':'driver_touch','driver':'kvm','region':'A','access':'write','ranges':[["
        + page
        + ","
        + (page + 1)
        + "]],'thread':'"
        + thread
        + "'}";
  }

  private static String range(String op, String thread, String more) {
    return "{'op':'"
        + op
        + "','region':'A','page':2,'bytes':8192"
        + more
        + ",'thread':'"
        + thread
        + "'}";
  }

  private static String broken(String page) {
    return "{'rule':'R1.4','driver':'kvm'" + page + "}";
  }

  @Test
  void shouldTellWhatEachThreadDidLast() throws Exception {
    String text =
        scenario(
                broken(""),
                MAP,
                access("one", 1),
                access("one", 2),
                access("two", 3),
                access("one", 3),
                range("madvise", "two", ",'advice':'DONTNEED'"),
                range("munmap", "one", ""))
            .orElseThrow();
    assertTrue(
        text.contains("  one: ['access kvm 0 write', 'access kvm 1 write', 'unmap p 0..2']"));
    assertTrue(text.contains("  two: ['access kvm 1 write', 'discard p 0..2']"), text);
    assertTrue(text.contains("  p: ['0..2']"), text);
    assertTrue(text.contains("    bundle: kvm"), text);
    assertTrue(text.contains("  ours: right"), text);
  }

  @Test
  void shouldLeaveOutWhatDoesNotConcernThePageThatWentWrong() throws Exception {
    String text =
        scenario(
                broken(",'page':2"),
                MAP,
                access("one", 2),
                access("two", 5),
                access("two", 2),
                access("one", 7),
                range("munmap", "two", ""))
            .orElseThrow();
    assertTrue(text.contains("  one: ['access kvm 0 write']"), text);
    assertTrue(text.contains("  two: ['access kvm 0 write', 'unmap p 0..1']"), text);
  }

  @Test
  void shouldTellOfTheProcessWhosePageWentWrongAndOfItsEnd() throws Exception {
    String other = access("one", 4).replace("'op'", "'process':'other','op'");
    String text =
        scenario(broken(",'page':2"), MAP, access("one", 2), "{'op':'exit','process':'p0'}", other)
            .orElseThrow();
    assertTrue(text.contains("  one: ['access kvm 0 write']"), text);
    assertTrue(text.contains("  main: ['exit p']"), text);
  }

  @Test
  void shouldTellNothingOfClassesThatStay() throws Exception {
    String[] steps = {MAP, access("one", 2), access("two", 3), range("munmap", "one", "")};
    String kind = "'kind':'class leak',";
    assertTrue(scenario(broken("").replace("'R1.4'", "'R4.3'"), steps).isPresent());
    assertEquals(
        Optional.empty(),
        scenario(broken("").replace("'rule':'R1.4'", kind + "'rule':'R4.3'"), steps));
  }

  @Test
  void shouldTellNothingOfOneThreadAlone() throws Exception {
    assertEquals(
        Optional.empty(), scenario(broken(""), MAP, access("one", 2), range("munmap", "one", "")));
  }
}
