package mm.stress.interleaving;

import static mm.stress.interleaving.Actors.together;
import static mm.stress.interleaving.Explore.OF_A_MODEL;
import static mm.stress.interleaving.Explore.require;

import java.util.function.Supplier;
import mm.stress.model.GraceModel;
import mm.stress.model.IntervalModel;
import mm.stress.model.ReleaseModel;
import org.junit.jupiter.api.Test;

/**
 * Bugs planted in small copies of the engine's protocols; each has to be found, and the copy
 * without it has to hold.
 */
class PlantedBugsIT {
  private static Runnable removeDuringAnEpoch(IntervalModel.Flaw flaw) {
    IntervalModel model = new IntervalModel(flaw);
    IntervalModel.Node node = model.insert();
    model.begin();
    return () -> {
      together(
          model::end,
          () -> {
            model.remove(node);
            node.free();
          });
      require(model.readable(), "the epoch is open for ever");
    };
  }

  private static Runnable declineAgainstARead(IntervalModel.Flaw flaw) {
    IntervalModel model = new IntervalModel(flaw);
    model.insert();
    return () -> {
      together(
          () -> {
            model.begin();
            model.decline();
          },
          model::readable);
      require(model.readable(), "the epoch is open for ever");
    };
  }

  private static Runnable sectionAgainstClose(GraceModel.Flaw flaw) {
    GraceModel model = new GraceModel(flaw);
    return () -> together(model::section, model::close);
  }

  private static Runnable releaseAgainstRelease(ReleaseModel.Flaw flaw) {
    ReleaseModel model = new ReleaseModel(flaw);
    Runnable release =
        () -> {
          model.release();
          require(model.releases() == 1, "releases: " + model.releases());
        };
    return () -> {
      together(release, release);
      require(model.releases() == 1, "releases: " + model.releases());
    };
  }

  private static void assertFound(String what, Supplier<Runnable> scenario) {
    Explore.catches(OF_A_MODEL, what, scenario);
  }

  @Test
  void shouldFindNothingInTheIntervalModelWithoutAFlaw() {
    Explore.holds(OF_A_MODEL, () -> removeDuringAnEpoch(IntervalModel.Flaw.NONE));
    Explore.holds(OF_A_MODEL, () -> declineAgainstARead(IntervalModel.Flaw.NONE));
  }

  @Test
  void shouldFindTheRemoveRaceOf2022_X5() {
    assertFound(
        "used after it was freed", () -> removeDuringAnEpoch(IntervalModel.Flaw.UNLOCKED_REMOVE));
  }

  @Test
  void shouldFindTheLostWakeUp() {
    assertFound(Explore.HUNG, () -> removeDuringAnEpoch(IntervalModel.Flaw.LOST_WAKEUP));
  }

  @Test
  void shouldFindTheIntervalLeak_R2_7() {
    assertFound("open for ever", () -> declineAgainstARead(IntervalModel.Flaw.LEAKED_DECLINE));
  }

  @Test
  void shouldFindNothingInTheGraceModelWithoutAFlaw() {
    Explore.holds(OF_A_MODEL, () -> sectionAgainstClose(GraceModel.Flaw.NONE));
  }

  @Test
  void shouldFindASectionThatReadsTheListTooEarly_R4_3() {
    assertFound(
        "called after close",
        () -> sectionAgainstClose(GraceModel.Flaw.SECTION_READS_BEFORE_IT_SHOWS));
  }

  @Test
  void shouldFindACloseThatLooksForSectionsTooEarly_R4_3() {
    assertFound(
        "called after close",
        () -> sectionAgainstClose(GraceModel.Flaw.CLOSE_LOOKS_BEFORE_IT_UNLISTS));
  }

  @Test
  void shouldFindACloseThatDoesNotWait_R4_3() {
    assertFound(
        "called after close", () -> sectionAgainstClose(GraceModel.Flaw.CLOSE_DOES_NOT_WAIT));
  }

  @Test
  void shouldFindNothingInTheReleaseModelWithoutAFlaw() {
    Explore.holds(OF_A_MODEL, () -> releaseAgainstRelease(ReleaseModel.Flaw.NONE));
  }

  @Test
  void shouldFindTheDoubleRelease_R1_5() {
    assertFound("releases: 2", () -> releaseAgainstRelease(ReleaseModel.Flaw.DOUBLE_RELEASE));
  }

  @Test
  void shouldFindALoserThatDoesNotWait_R4_4() {
    assertFound("releases: 0", () -> releaseAgainstRelease(ReleaseModel.Flaw.LOSER_DOES_NOT_WAIT));
  }
}
