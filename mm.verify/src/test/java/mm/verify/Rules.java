package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What tests say about verdicts. */
final class Rules {
  private Rules() {}

  /** That these rules, and no others, were found broken. */
  static void assertOnly(Verdict verdict, String... rules) {
    Set<String> found =
        verdict.hits().stream().map(hit -> hit.finding().rule().id()).collect(Collectors.toSet());
    assertEquals(Set.of(rules), found, () -> text(verdict));
  }

  static String text(Verdict verdict) {
    List<Hit> hits = verdict.hits();
    return hits.stream()
        .map(hit -> hit + " " + hit.path())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
