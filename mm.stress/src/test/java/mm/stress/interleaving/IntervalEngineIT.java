package mm.stress.interleaving;

import static mm.stress.interleaving.Actors.together;
import static mm.stress.interleaving.Explore.MORE_OF_THE_ENGINE;
import static mm.stress.interleaving.Explore.OF_THE_ENGINE;
import static mm.stress.interleaving.Explore.require;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.stress.Engines;
import mm.stress.device.Contents;
import mm.stress.device.HastyMirrorDevice;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import mm.stress.device.PairLog;
import org.junit.jupiter.api.Test;

/** The interval protocol of the real engine. */
class IntervalEngineIT {
  private static AddressSpace space() {
    return Engines.core().createSpace("space");
  }

  private static IntervalSubscription subscribe(AddressSpace space, MirrorDevice device) {
    return space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION);
  }

  /** Begin, invalidate, change, end against readBegin, gather, readRetry, publish. */
  @Test
  void shouldPublishNothingStale_R3_2_R3_3() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = space();
          Memory memory = new Memory();
          MirrorDevice device = new MirrorDevice();
          IntervalSubscription subscription = subscribe(space, device);
          return () -> {
            together(() -> memory.change(space), () -> device.fault(subscription, memory));
            require(device.translation() != Contents.OLD, "stale");
          };
        });
  }

  /** The same from after readBegin on, whose many steps would only dilute the search. */
  private static Runnable finish(MirrorDevice device) {
    AddressSpace space = space();
    Memory memory = new Memory();
    IntervalSubscription subscription = subscribe(space, device);
    long sequence = subscription.readBegin(0);
    return () -> {
      together(() -> memory.change(space), () -> device.finish(subscription, sequence, memory));
      require(device.translation() != Contents.OLD, "stale");
    };
  }

  @Test
  void shouldPublishNothingThatCollided_R3_3() {
    Explore.holds(MORE_OF_THE_ENGINE, () -> finish(new MirrorDevice()));
  }

  @Test
  void shouldNoticeARetryAskedOutsideTheLock() {
    Explore.catches(MORE_OF_THE_ENGINE, "stale", () -> finish(new HastyMirrorDevice()));
  }

  @Test
  void shouldPublishNothingStaleWhenInsertedDuringAnEpoch_R3_4() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = space();
          Memory memory = new Memory();
          MirrorDevice late = new MirrorDevice();
          subscribe(space, new MirrorDevice());
          return () -> {
            together(() -> memory.change(space), () -> late.fault(subscribe(space, late), memory));
            require(late.translation() != Contents.OLD, "stale");
          };
        });
  }

  private static Runnable closeAndFree(boolean early) {
    AddressSpace space = space();
    Memory memory = new Memory();
    PairLog log = new PairLog();
    IntervalSubscription leaving =
        space.subscribe(Memory.START, Memory.END, log, PairLog.DECLARATION);
    return () -> {
      together(
          () -> memory.change(space),
          () -> {
            if (early) {
              log.free();
            }
            leaving.close();
            log.free();
          });
      require(log.lateCalls() == 0, "called after close");
    };
  }

  @Test
  void shouldCallNobodyAfterClose_R3_5() {
    Explore.holds(OF_THE_ENGINE, () -> closeAndFree(false));
  }

  @Test
  void shouldNoticeWhoFreesBeforeClose() {
    Explore.catches(OF_THE_ENGINE, "called after close", () -> closeAndFree(true));
  }

  private static final class Unwilling implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      return Answer.WOULD_BLOCK;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private static void tryToReap(AddressSpace space) {
    long stamp = space.tryBegin(InvalidationEvent.UNMAP, Memory.START, Memory.END);
    require(stamp == AddressSpace.DECLINED, "not declined");
  }

  /** Its planted twin is the leak in {@link PlantedBugsIT}. */
  @Test
  void shouldLeaveNoEpochBehindADecline_R2_7() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = space();
          IntervalSubscription reader = subscribe(space, new MirrorDevice());
          space.subscribe(new Unwilling(), Declaration.declining("unwilling"));
          return () -> {
            together(() -> tryToReap(space), () -> reader.readBegin(0));
            require(reader.readBegin(0) != IntervalSubscription.TIMED_OUT, "an epoch leaked");
          };
        });
  }
}
