package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Access;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;

/**
 * What other tests stand on. Each footing has one test of its own, which fails when it is missing;
 * the others then say that they did not judge, since what they would see is that defect again.
 */
enum Footing {
  /** Whoever asks gets an answer, if only a refusal. */
  ANSWERS("R4.2 shouldTranslateWhatIsMapped") {
    @Override
    void check(Rig rig) {
      Objects.requireNonNull(rig.device.access(Rig.BASE, Access.READ), "access returned null");
      Rig.shown(rig.device, Rig.BASE, Rig.END);
      Objects.requireNonNull(rig.device.counters(), "counters returned null");
    }
  },

  /** A page that is mapped is used. */
  SERVES("R4.2 shouldTranslateWhatIsMapped", ANSWERS) {
    @Override
    void check(Rig rig) {
      rig.fill();
      rig.fill();
    }
  },

  /** Detaching comes to an end. */
  DETACHES("R4.3 shouldDetachInBoundedTime", ANSWERS) {
    @Override
    void check(Rig rig) {
      rig.attachment.close();
    }
  },

  /** No callback throws, and none is refused what it may not do. */
  RETURNS("R1.6 and R1.8", DETACHES) {
    @Override
    void check(Rig rig) {
      tellAll(rig);
      assertEquals(List.of(), thrown(rig));
    }
  },

  /** A section that may wait leaves the device in working order. */
  REOPENS("R2.1 shouldServeAgainAfterASection", SERVES, RETURNS) {
    @Override
    void check(Rig rig) {
      rig.change(Rig.BASE, Rig.END);
      rig.change(Rig.BASE, Rig.END);
      rig.fill();
      rig.change(Rig.BASE, Rig.END);
      rig.fill();
    }
  },

  /** So does one that may not wait, whether or not somebody declines it. */
  REOPENS_AFTER_DECLINE("R2.4 shouldServeAgainAfterOthersDeclined", REOPENS) {
    @Override
    void check(Rig rig) {
      rig.space.subscribe(new Decliner(), Declaration.declining("tck-decliner"));
      assertFalse(rig.tryChange(Rig.BASE, Rig.END));
      rig.fill();
    }
  },

  /** Who may decline does when it is busy. */
  DECLINES("R6.10 shouldBeSeenDecliningIfItDeclaresSo", REOPENS) {
    @Override
    void check(Rig rig) {
      assertTrue(
          WaitingRules.declinesWhenBusy(rig),
          "declares that it may decline, and was never seen declining");
    }
  },

  /** The device works on after everything that it can be told. */
  SERVES_ON("R2.1 shouldServeOnWhateverItWasTold", REOPENS_AFTER_DECLINE) {
    @Override
    void check(Rig rig) {
      rig.exercise();
      rig.fill();
    }
  },

  /** What is told of is dropped. */
  DROPS("R1.4 shouldHoldNothingOfTheRangeOnceToldOfIt", REOPENS) {
    @Override
    void check(Rig rig) {
      TranslationRules.assertDropsForEveryEvent(rig);
    }
  },

  /** Neither the first nor the last page of a range is left, whatever its length. */
  DROPS_TO_THE_ENDS("R1.4 shouldDropUpToTheEndsOfTheRange", DROPS, SERVES_ON) {
    @Override
    void check(Rig rig) {
      TranslationRules.assertDropsToTheEnds(rig);
    }
  },

  /** An access inside a section makes nothing. */
  KEEPS_OUT("R1.4 shouldMakeNothingInsideASection", REOPENS) {
    @Override
    void check(Rig rig) {
      long stamp = rig.begin(Rig.page(4), Rig.page(8));
      SectionRules.assertKeptOut(rig, Rig.page(5));
      rig.space.end(stamp);
    }
  },

  /** A fault that meets a section which does not end gives up. */
  GIVES_UP("R3.6 shouldGiveUpOnASectionThatDoesNotEnd", REOPENS) {
    @Override
    void check(Rig rig) throws Exception {
      HeldSection open = HeldSection.begin(rig, Rig.page(4), Rig.page(8));
      try {
        Foreign.start(() -> rig.device.access(Rig.page(5), Access.READ)).get(rig.patience);
      } finally {
        open.end();
      }
    }
  },

  /** What changed between look-up and publication is not published. */
  RESISTS_COLLISIONS("R3.3 shouldNotPublishWhatChangedMeanwhile", DROPS) {
    @Override
    void check(Rig rig) {
      rig.collide(Rig.page(1), Access.READ);
      rig.collide(Rig.page(2), Access.WRITE);
      assertEquals(
          Map.of(), rig.stale(), "published although it had changed meanwhile: page to frame");
    }
  },

  /** After that the driver is gone. */
  LEAVES("R4.3 shouldHearNothingAfterDetach", SERVES, RETURNS) {
    @Override
    void check(Rig rig) {
      rig.fill();
      rig.attachment.close();
      long before = rig.witness.calls();
      rig.change(Rig.BASE, Rig.END);
      assertEquals(before, rig.witness.calls(), "callbacks after detach");
      assertFalse(rig.space.hasNotifiers(), "a subscription is left");
    }
  },

  /** Pins are given back. */
  UNPINS("R4.3 shouldLeaveNoPin", SERVES_ON) {
    @Override
    void check(Rig rig) {
      rig.exercise();
      rig.attachment.close();
      assertEquals(0, rig.pages.pins(), "pins that were not given back");
    }
  },

  /** A newcomer makes nothing out of what it was not told of. */
  STARTS_EMPTY("R4.2 shouldMakeNothingBeforeOpenSectionsHaveEnded", LEAVES) {
    @Override
    void check(Rig rig) throws Exception {
      rig.fill();
      rig.attachment.close();
      HeldSection open = HeldSection.begin(rig, Rig.BASE, Rig.END);
      Attachment second = rig.attachAgain();
      Foreign.start(() -> second.device().access(Rig.BASE, Access.READ)).settle();
      Map<Long, Long> held = Rig.shown(second.device(), Rig.BASE, Rig.END);
      open.end();
      assertEquals(Map.of(), held, "made while a section was open that it was not told of");
      assertTrue(Rig.used(Rig.use(second.device(), Rig.BASE, Access.READ)), "not served later");
    }
  },

  /** Two spaces of one driver have nothing to do with each other. */
  SERVES_APART("R4.4 shouldServeTwoSpacesApart", REOPENS, STARTS_EMPTY) {
    @Override
    void check(Rig rig) {
      rig.fill();
      FakePages others = new FakePages();
      others.map(Rig.BASE, 1L << 40);
      Attachment other = rig.attachTo(rig.core.createSpace("other", others));
      assertTrue(
          Rig.used(Rig.use(other.device(), Rig.BASE, Access.READ)), "the other is not served");
      assertEquals(1L << 40, Rig.shown(other.device(), Rig.BASE, Rig.END).get(Rig.BASE));
      other.close();
      assertEquals(Map.of(), rig.stale());
      rig.fill();
    }
  },

  /** Nothing is stale on a simulated machine. */
  FOLLOWS_A_PROCESS(
      "R1.4 shouldHoldNothingStaleWhateverAProcessDoes",
      DROPS_TO_THE_ENDS,
      RESISTS_COLLISIONS,
      SERVES_APART) {
    @Override
    void check(Subject subject) {
      MachineRules.assertNothingStale(subject.machine());
    }
  };

  /** Broken promises that make a callback do less than it was asked to. */
  private static final Set<Rule> SPOIL = Set.of(Rule.R1_6, Rule.R1_8, Rule.R2_8);

  private final String test;
  private final List<Footing> prerequisites;

  Footing(String test, Footing... prerequisites) {
    this.test = test;
    this.prerequisites = List.of(prerequisites);
  }

  /** Fails when it is missing. */
  void check(Rig rig) throws Exception {
    throw new UnsupportedOperationException("looked at on a machine of its own");
  }

  /** The same for what takes more than a rig. */
  void check(Subject subject) throws Exception {
    check(subject.rig());
  }

  /** The test that reports it. */
  String test() {
    return test;
  }

  List<Footing> prerequisites() {
    return prerequisites;
  }

  /** Tells the driver of everything, over pages that are held as far as the device serves them. */
  private static void tellAll(Rig rig) {
    for (int i = 0; i < Rig.PAGES; i++) {
      rig.device.access(Rig.page(i), i % 2 == 0 ? Access.READ : Access.WRITE);
    }
    rig.change(Rig.page(2), Rig.page(3));
    rig.tryChange(Rig.page(4), Rig.page(6));
    rig.change(0, AddressRange.TOP);
    rig.space.clearFlushYoung(Rig.BASE, Rig.END);
    rig.space.clearYoung(Rig.BASE, Rig.END);
    rig.space.testYoung(Rig.BASE);
    rig.space.release();
  }

  static List<Violation> thrown(Rig rig) {
    return rig.core.violations().stream().filter(each -> SPOIL.contains(each.rule())).toList();
  }

  private static final class Decliner implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return range.blocking() == Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }
}
