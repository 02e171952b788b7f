package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Rule;
import mm.spi.AgingNotifier;
import mm.spi.Declaration;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks outside of start and end: secondary TLBs, aging, changed entries. */
@Timeout(120)
class OutsideCallsTest {
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final Core core = new Core(CoreOptions.defaults());
  private final CoreSpace space = (CoreSpace) core.createSpace("space");
  private final List<String> heard = new ArrayList<>();

  /** Can do all of it, and does something at each call. */
  private class All implements SecondaryTlbNotifier, AgingNotifier, PteChangeNotifier {
    private final String name;
    private final boolean young;

    All(String name, boolean young) {
      this.name = name;
      this.young = young;
    }

    boolean hear(String what) {
      heard.add(name + " " + what + " " + space.openSections().size());
      return young;
    }

    @Override
    public void flushSecondaryTlb(AddressSpace its, long start, long end) {
      hear("flush");
    }

    @Override
    public boolean clearFlushYoung(AddressSpace its, long start, long end) {
      return hear("clear-flush");
    }

    @Override
    public boolean clearYoung(AddressSpace its, long start, long end) {
      return hear("clear");
    }

    @Override
    public boolean testYoung(AddressSpace its, long address) {
      return hear("test");
    }

    @Override
    public void changePte(AddressSpace its, long address, long frame) {
      hear("change");
    }

    @Override
    public void release(AddressSpace its) {}
  }

  private List<String> taken() {
    List<String> taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  @Test
  void shouldTellEverybodyNewestFirstAndCountAsASectionMeanwhile_R4_3() {
    space.subscribe(new All("old", false), QUIET);
    space.subscribe(new All("new", false), QUIET);
    space.flushSecondaryTlbs(0, 0x1000);
    assertEquals(List.of("new flush 1", "old flush 1"), taken());
    space.changePte(0, 7);
    assertEquals(List.of("new change 1", "old change 1"), taken());
    assertEquals(List.of(), space.openSections());
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldAskEverybodyWhoClearsAndAnswerYoungIfOneIs() {
    space.subscribe(new All("old", false), QUIET);
    space.subscribe(new All("new", true), QUIET);
    assertTrue(space.clearFlushYoung(0, 0x1000));
    assertTrue(space.clearYoung(0, 0x1000));
    assertEquals(
        List.of("new clear-flush 1", "old clear-flush 1", "new clear 1", "old clear 1"), taken());
  }

  @Test
  void shouldStopAtTheFirstThatIsYoungWhenNothingIsCleared() {
    space.subscribe(new All("oldest", false), QUIET);
    space.subscribe(new All("young", true), QUIET);
    space.subscribe(new All("newest", false), QUIET);
    assertTrue(space.testYoung(0));
    assertEquals(List.of("newest test 1", "young test 1"), taken());
  }

  @Test
  void shouldAnswerNotYoungWhenNobodyIsOrNobodyIsThere() {
    assertFalse(space.testYoung(0));
    space.subscribe(new All("a", false), QUIET);
    assertFalse(space.testYoung(0));
    assertFalse(space.clearYoung(0, 0x1000));
  }

  @Test
  void shouldRefuseThemInACallback_R1_6() {
    space.subscribe(
        new All("a", false) {
          @Override
          public void flushSecondaryTlb(AddressSpace its, long start, long end) {
            assertRule(Rule.R1_6, () -> its.changePte(0, 7));
            assertRule(Rule.R1_6, () -> its.clearYoung(0, 0x1000));
          }
        },
        QUIET);
    space.flushSecondaryTlbs(0, 0x1000);
    assertEquals(List.of(), taken());
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldCountWhoFlushesATlbAsInvalidating() {
    assertFalse(space.hasOomUnsafeNotifiers());
    space.subscribe(new All("a", false), Declaration.declining("may wait"));
    assertTrue(space.hasOomUnsafeNotifiers());
    assertTrue(space.hasBlockableNotifiers());
  }

  @Test
  void shouldCountIntervalsAsInvalidating() {
    space.subscribe(0, 0x1000, new Recorder().interval("i", mm.spi.Answer.DONE), QUIET);
    assertTrue(space.hasNotifiers());
    assertTrue(space.hasOomUnsafeNotifiers());
    assertFalse(space.hasBlockableNotifiers());
  }

  @Test
  void shouldRunAtOnceWhatIsToFollowAReleaseThatIsOver_R4_4() {
    space.afterRelease(() -> heard.add("before"));
    space.release();
    space.afterRelease(() -> heard.add("after"));
    assertEquals(List.of("before", "after"), taken());
    space.end(space.begin(CLEAR, 0, 0x1000));
  }
}
