package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.verify.WrongBundles.Wrong;
import org.junit.jupiter.api.Test;

/** How much the corpus of wrong bundles covers. */
class CorpusTest {
  private final List<Wrong> corpus = corpus();

  private static List<Wrong> corpus() {
    MetadataDefectsTest metadata = new MetadataDefectsTest();
    metadata.shouldFindWhatIsWrongWithTheCapability();
    metadata.shouldFindWhereClassesDoNotFitTheCapability();
    metadata.shouldFindWhatIsWrongWithTheBundle();
    WaitDefectsTest waits = new WaitDefectsTest();
    waits.shouldKnowWhatWaits();
    waits.shouldFindWaitsWhereverTheyAre();
    ReachDefectsTest others = new ReachDefectsTest();
    others.shouldKnowTheOtherPromises();
    others.shouldFindWaitsUnderASpinLock();
    return Stream.of(metadata, waits, others).flatMap(each -> each.corpus().stream()).toList();
  }

  @Test
  void shouldHoldManyBundlesEachWithADefectOfItsOwn() {
    Set<String> distinct =
        corpus.stream().map(each -> each.rule() + " " + each.what()).collect(Collectors.toSet());
    assertEquals(corpus.size(), distinct.size());
    assertTrue(corpus.size() >= 60, "only " + corpus.size());
  }

  /** All but policies (R6.22), of which the tests of the verb have one. */
  @Test
  void shouldHoldOneOfEveryRuleThatABundleCanBreak() {
    Set<String> broken = corpus.stream().map(Wrong::rule).collect(Collectors.toSet());
    assertEquals(
        new TreeSet<>(
            Set.of(
                "R1.3", "R1.6", "R1.7", "R2.8", "R6.1", "R6.2", "R6.3", "R6.4", "R6.5", "R6.6",
                "R6.7", "R6.8", "R6.10", "R6.11", "R6.13", "R6.14", "R6.15", "R6.16", "R6.17",
                "R6.18", "R6.19", "R6.20", "R6.21")),
        new TreeSet<>(broken));
  }
}
