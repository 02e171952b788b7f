package mm.stress.interleaving;

import static mm.stress.interleaving.Actors.together;
import static mm.stress.interleaving.Explore.OF_THE_ENGINE;
import static mm.stress.interleaving.Explore.require;

import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Notifier;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import org.junit.jupiter.api.Test;

/** Unregister against exit on the real engine; planted twins are in {@link PlantedBugsIT}. */
class ReleaseEngineIT {
  private static final class Counting implements Notifier {
    private int releases; // plain: close and exit have to order it

    @Override
    public void release(AddressSpace space) {
      releases++;
    }
  }

  @Test
  void shouldReleaseOnceBeforeEitherSideGoesOn_R1_5_R4_4_X11() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = Engines.core().createSpace("space");
          Counting counting = new Counting();
          Counting staying = new Counting();
          space.subscribe(staying, PairLog.DECLARATION);
          Subscription subscription = space.subscribe(counting, PairLog.DECLARATION);
          return () -> {
            together(
                () -> {
                  space.release();
                  require(counting.releases == 1, "pages are freed before the release");
                  require(staying.releases == 1, "pages are freed before the other's release");
                },
                () -> {
                  subscription.close();
                  require(counting.releases == 1, "close returned before the release");
                });
            require(counting.releases == 1, "released " + counting.releases + " times");
          };
        });
  }

  private static boolean subscribes(AddressSpace space, PairLog log) {
    try {
      space.subscribe(Memory.START, Memory.END, log, PairLog.DECLARATION);
      return true;
    } catch (ContractException e) {
      require(e.rule() == Rule.R4_4, "refused for another reason");
      return false;
    }
  }

  /** An insert that is not ordered with the exit is caught by InsertAgainstExitTest of mm.core. */
  @Test
  void shouldTellAnIntervalOfTheExitOrRefuseIt_R4_4() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = Engines.core().createSpace("space");
          PairLog log = new PairLog();
          boolean[] subscribed = new boolean[1];
          return () -> {
            together(() -> subscribed[0] = subscribes(space, log), space::release);
            require(log.starts() == (subscribed[0] ? 1 : 0), "not told of the exit");
          };
        });
  }

  @Test
  void shouldReleaseOnceWhenTwoClose_R1_5() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          Counting counting = new Counting();
          Subscription subscription =
              Engines.core().createSpace("space").subscribe(counting, PairLog.DECLARATION);
          Runnable close =
              () -> {
                subscription.close();
                require(counting.releases == 1, "close returned before the release");
              };
          return () -> together(close, close);
        });
  }
}
