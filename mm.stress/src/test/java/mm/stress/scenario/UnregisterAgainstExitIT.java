package mm.stress.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.spi.Notifier;
import mm.stress.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** X11: the owner closes a subscription while the space exits, a hundred thousand times. */
class UnregisterAgainstExitIT {
  private static final int ROUNDS = 100_000;
  private static final int PER_MEETING = 16;

  /** Counts; plainly, since both sides have to order it. */
  private static final class Counting implements Notifier {
    private int releases;

    @Override
    public void release(AddressSpace its) {
      releases++;
    }
  }

  /** A space with one subscriber that leaves and one that stays; what either side went on with. */
  private static final class Race {
    private final AddressSpace space = Engines.freshSpace();
    private final Counting stays = new Counting();
    private final Counting leaves = new Counting();
    private final Subscription leaving;
    private int seenByOwner;
    private int seenByExit;
    private int staySeenByExit;

    Race() {
      space.subscribe(stays, Declaration.neverBlocking("stays"));
      leaving = space.subscribe(leaves, Declaration.neverBlocking("leaves"));
    }

    void close() {
      leaving.close();
      seenByOwner = leaves.releases;
    }

    void exit() {
      space.release();
      seenByExit = leaves.releases; // pages are freed from here on
      staySeenByExit = stays.releases;
    }

    void check() {
      assertEquals(1, leaves.releases, "released once");
      assertEquals(1, stays.releases, "released once");
      assertEquals(1, seenByOwner, "released before close returned");
      assertEquals(1, seenByExit, "released before pages were freed");
      assertEquals(1, staySeenByExit, "released before pages were freed");
    }
  }

  private final CyclicBarrier meeting = new CyclicBarrier(2);
  private final Race[] races = new Race[PER_MEETING];
  private volatile Throwable thrown;

  @Test
  @Timeout(900)
  void shouldReleaseOnceBeforePagesAreFreed_R1_5_R4_4_X11() throws Exception {
    Thread owner = new Thread(this::closeAll);
    owner.setDaemon(true); // it waits in vain when this side fails
    owner.start();
    for (int round = 0; round < ROUNDS && thrown == null; round += PER_MEETING) {
      for (int i = 0; i < PER_MEETING; i++) {
        races[i] = new Race();
      }
      meeting.await();
      for (Race each : races) {
        each.exit();
      }
      meeting.await();
      for (Race each : races) {
        each.check();
      }
    }
    owner.join();
    assertEquals(null, thrown);
  }

  private void closeAll() {
    try {
      for (int round = 0; round < ROUNDS; round += PER_MEETING) {
        meeting.await();
        for (Race each : races) {
          each.close();
        }
        meeting.await();
      }
    } catch (RuntimeException | InterruptedException | BrokenBarrierException e) {
      thrown = e;
      meeting.reset();
    }
  }
}
