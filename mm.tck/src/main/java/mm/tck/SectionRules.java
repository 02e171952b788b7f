package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Sections that end, nest, overlap, are declined by others, or do not end. */
interface SectionRules extends Trial {
  @Test
  default void R2_1_shouldServeAgainAfterASection() {
    subject().judge(Footing.REOPENS);
  }

  @Test
  default void R2_1_shouldServeOnWhateverItWasTold() {
    subject().judge(Footing.SERVES_ON);
  }

  @Test
  default void R2_4_shouldServeAgainAfterOthersDeclined() {
    subject().judge(Footing.REOPENS_AFTER_DECLINE);
  }

  private void assumeItKeepsFaultsOut() {
    subject()
        .assumeThat(
            subject().hears(Callback.END, Callback.INVALIDATE),
            "it has no end and no interval, so it cannot know when a section is over");
  }

  @Test
  default void R1_4_shouldMakeNothingInsideASection() {
    assumeItKeepsFaultsOut();
    subject().judge(Footing.KEEPS_OUT);
  }

  static void assertKeptOut(Rig rig, long page) {
    Foreign.start(() -> rig.device.access(page, Access.WRITE)).settle();
    assertEquals(
        Map.of(),
        Rig.shown(rig.device, page, page + AddressRange.PAGE_SIZE),
        "made inside a section");
  }

  @Test
  default void R2_6_shouldCountSectionsOfOneThread() {
    assumeItKeepsFaultsOut();
    Rig rig = subject().rig(Footing.KEEPS_OUT);
    long outer = rig.begin(Rig.page(4), Rig.page(8));
    long inner = rig.begin(Rig.page(5), Rig.page(12));
    rig.space.end(inner);
    assertKeptOut(rig, Rig.page(5));
    rig.space.end(outer);
  }

  @Test
  default void R2_6_shouldCountSectionsOfSeveralThreads() throws Exception {
    assumeItKeepsFaultsOut();
    Rig rig = subject().rig(Footing.KEEPS_OUT);
    HeldSection other = HeldSection.begin(rig, Rig.page(4), Rig.page(8));
    long own = rig.begin(Rig.page(5), Rig.page(12));
    rig.space.end(own);
    assertKeptOut(rig, Rig.page(5));
    other.end();
  }

  @Test
  default void R3_6_shouldGiveUpOnASectionThatDoesNotEnd() {
    subject().judge(Footing.GIVES_UP);
  }

  /** A section elsewhere may keep a device waiting, and one that counts only has no choice. */
  @Test
  default void R3_6_shouldServeBesideASectionElsewhere(TestReporter reporter) throws Exception {
    Rig rig = subject().rig(Footing.GIVES_UP);
    HeldSection open = HeldSection.begin(rig, Rig.page(12), Rig.page(13));
    try {
      AccessOutcome outcome =
          Foreign.start(() -> rig.device.access(Rig.page(1), Access.READ)).get(rig.patience);
      Trial.remark(
          reporter,
          !Rig.used(outcome),
          "a section anywhere stalls every fault (4a42d848db95 mended that in KVM): " + outcome);
    } finally {
      open.end();
    }
  }
}
