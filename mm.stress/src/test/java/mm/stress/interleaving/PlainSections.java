package mm.stress.interleaving;

import static mm.stress.interleaving.Explore.require;

import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.NotifierCore;
import mm.api.Subscription;
import mm.stress.Engines;
import mm.stress.device.Contents;
import mm.stress.device.CountingDevice;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;

/**
 * Sections as most of them are: of a thread that the engine knows, told to paired list subscribers.
 * The first section of a thread is opened at length, so the thread that changes memory opens one
 * elsewhere before anybody else runs.
 */
enum PlainSections implements Supplier<Runnable> {
  /** Against a close of the one subscriber. */
  CLOSE {
    @Override
    public Runnable get() {
      Place place = new Place();
      PairLog log = new PairLog();
      Subscription leaving = place.space.subscribe(log, PairLog.DECLARATION);
      return () -> place.changeBeside(() -> close(leaving, log), () -> requireWhole(log));
    }
  },

  /** Against a newcomer beside one that stays. */
  NEWCOMER {
    @Override
    public Runnable get() {
      Place place = new Place();
      CountingDevice device = new CountingDevice();
      place.space.subscribe(new PairLog(), PairLog.DECLARATION);
      return () ->
          place.changeBeside(
              () ->
                  device.fault(
                      place.space.subscribe(device, CountingDevice.DECLARATION), place.memory),
              () -> require(device.translation() != Contents.OLD, "stale"));
    }
  };

  private static void close(Subscription leaving, PairLog log) {
    leaving.close();
    require(log.starts() == log.ends(), "close split a pair");
    log.free();
  }

  private static void requireWhole(PairLog log) {
    require(log.lateCalls() == 0, "called after close");
    require(log.starts() == log.ends(), "a pair was split");
  }

  private static final class Place {
    final Memory memory = new Memory();
    final AddressSpace space;
    private final AddressSpace elsewhere;

    Place() {
      NotifierCore core = Engines.core();
      space = core.createSpace("space");
      elsewhere = core.createSpace("elsewhere");
      elsewhere.subscribe(new PairLog(), PairLog.DECLARATION);
    }

    void changeBeside(Runnable other, Runnable afterwards) {
      Unexplored.run(() -> new Memory().change(elsewhere));
      Actors.beside(() -> memory.change(space), other);
      afterwards.run();
    }
  }
}
