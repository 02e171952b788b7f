package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnsweredSectionsTest {
  private final AnsweredSections sections = new AnsweredSections();

  @Test
  void shouldCoverWhatAThreadMayBeChanging() {
    sections.answered(1, 0x1000, 0x2000);
    assertTrue(sections.mayCover(0x1000));
    assertFalse(sections.mayCover(0x2000));
    sections.answered(1, 0x5000, 0x6000);
    assertTrue(sections.mayCover(0x2000), "one range for each thread");
  }

  @Test
  void shouldForgetOnlyTheThreadThatIsSeenOutside() {
    sections.answered(1, 0x1000, 0x2000);
    sections.answered(2, 0x1000, 0x2000);
    sections.ended(1);
    assertTrue(sections.mayCover(0x1000));
    sections.ended(2);
    assertFalse(sections.mayCover(0x1000));
  }

  @Test
  void shouldNeverForgetThreadsThatItDoesNotTellApart() {
    for (long thread = 0; thread <= AnsweredSections.THREADS; thread++) {
      sections.answered(thread, 0x1000 * thread, 0x1000 * (thread + 1));
    }
    long last = AnsweredSections.THREADS;
    sections.ended(last);
    assertTrue(sections.mayCover(0x1000 * last));
    sections.ended(3);
    assertFalse(sections.mayCover(0x3000));
  }
}
