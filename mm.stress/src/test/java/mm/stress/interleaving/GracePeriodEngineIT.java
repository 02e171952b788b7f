package mm.stress.interleaving;

import static mm.stress.interleaving.Actors.together;
import static mm.stress.interleaving.Explore.OF_THE_ENGINE;
import static mm.stress.interleaving.Explore.require;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.stress.Engines;
import mm.stress.device.Contents;
import mm.stress.device.CountingDevice;
import mm.stress.device.ImpatientDevice;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import org.junit.jupiter.api.Test;

/** Subscribe, close, begin and end of the real engine: what a grace period has to give. */
class GracePeriodEngineIT {
  private static AddressSpace space() {
    return Engines.core().createSpace("space");
  }

  private static Runnable faultOfANewcomer(CountingDevice device) {
    AddressSpace space = space();
    Memory memory = new Memory();
    return () -> {
      together(
          () -> memory.change(space),
          () -> device.fault(space.subscribe(device, CountingDevice.DECLARATION), memory));
      require(device.translation() != Contents.OLD, "stale");
    };
  }

  @Test
  void shouldNotSettleANewcomerInsideAnOlderSection_R4_2() {
    Explore.holds(OF_THE_ENGINE, () -> faultOfANewcomer(new CountingDevice()));
  }

  @Test
  void shouldNoticeANewcomerThatDoesNotWait() {
    Explore.catches(OF_THE_ENGINE, "stale", () -> faultOfANewcomer(new ImpatientDevice()));
  }

  private static Runnable closeAndFree(boolean early) {
    AddressSpace space = space();
    Memory memory = new Memory();
    PairLog log = new PairLog();
    Subscription leaving = space.subscribe(log, PairLog.DECLARATION);
    int release = early ? 1 : 0; // close itself calls it
    return () -> {
      together(
          () -> memory.change(space),
          () -> {
            if (early) {
              log.free();
            }
            leaving.close();
            require(log.starts() == log.ends(), "close split a pair");
            log.free();
          });
      require(log.lateCalls() == release, "called after close");
      require(log.starts() == log.ends(), "a pair was split");
    };
  }

  @Test
  void shouldCallNobodyAfterClose_R4_3() {
    Explore.holds(OF_THE_ENGINE, () -> closeAndFree(false));
  }

  @Test
  void shouldNoticeWhoFreesBeforeClose() {
    Explore.catches(OF_THE_ENGINE, "called after close", () -> closeAndFree(true));
  }

  @Test
  void shouldGiveAVisitorWholePairsOnly_R4_1() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          AddressSpace space = space();
          Memory memory = new Memory();
          PairLog log = new PairLog();
          return () -> {
            together(
                () -> memory.change(space),
                () -> {
                  space.subscribe(log, PairLog.DECLARATION).close();
                  require(log.starts() == log.ends(), "close split a pair");
                  log.free();
                });
            require(log.lateCalls() == 0, "called after close");
            require(log.starts() == log.ends(), "a pair was split");
          };
        });
  }

  @Test
  void shouldSaySettledToWhoWaitedItOut_R4_2() {
    Explore.holds(
        OF_THE_ENGINE,
        () -> {
          Subscription newcomer = space().subscribe(new PairLog(), PairLog.DECLARATION);
          return () ->
              together(
                  newcomer::settled,
                  () -> require(newcomer.awaitSettled(Long.MAX_VALUE), "waited for ever in vain"));
        });
  }
}
