package mm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.NotifierFamily;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;

/** The golden traces A19 to A22: exit, leaving, two threads. */
class GoldenLifecycleTest extends GoldenTraces {
  @Test
  void shouldMatchA19Exit() {
    written(2);
    sim.process.exit();
    assertEquals("V(RELEASE all B) R V(UNMAP all B) P T F", trace().seen());
  }

  @Test
  void shouldMatchA20UnregisterOfALiveSubscriber() throws InterruptedException {
    written(4);
    trace().listed().close();
    assertEquals("R", trace().seen());
    sim.munmap(0, 1);
    assertEquals("V(UNMAP 0-1 B) P T F", trace().seen(), "only the interval is left");
    Closed closed = new Closed();
    closed.subscription =
        sim.process.space().subscribe(closed, Declaration.neverBlocking("closed"));
    sim.munmap(1, 1);
    closed.closing.join();
    assertEquals(List.of("R", "start left", "E", "closed"), closed.told);
  }

  /** Is closed by another thread while its start runs. */
  private static final class Closed implements PairedNotifier {
    final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch closes = new CountDownLatch(1);
    private final Thread closing = new Thread(this::close);
    private Subscription subscription;

    private void close() {
      subscription.close();
      told.add("closed");
    }

    @Override
    public void start(InvalidationRange range) {
      closing.start();
      try {
        closes.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      told.add("start left");
    }

    @Override
    public void end(InvalidationRange range) {
      told.add("E");
    }

    @Override
    public void release(AddressSpace space) {
      told.add("R");
      closes.countDown();
    }
  }

  /** Something that happens inside the first start. */
  private static final class Meanwhile implements PairedNotifier {
    private Runnable action;

    Meanwhile(Runnable action) {
      this.action = action;
    }

    @Override
    public void start(InvalidationRange range) {
      Runnable once = action;
      action = () -> {};
      once.run();
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  @Test
  void shouldMatchA21LastPutOfALiveSubscriber() {
    written(4);
    List<String> told = new CopyOnWriteArrayList<>();
    SharedSubscription<PairedNotifier> only = sim.process.space().acquire(new Family(told));
    sim.munmap(0, 1);
    only.close();
    sim.core.awaitFrees();
    sim.munmap(1, 1);
    assertEquals(List.of("S", "E", "FREE"), told);
  }

  private record Family(List<String> told) implements NotifierFamily<PairedNotifier> {
    @Override
    public Declaration declaration() {
      return Declaration.neverBlocking("family");
    }

    @Override
    public PairedNotifier allocate(AddressSpace space) {
      return new PairedNotifier() {
        @Override
        public void start(InvalidationRange range) {
          told.add("S");
        }

        @Override
        public void end(InvalidationRange range) {
          told.add("E");
        }

        @Override
        public void release(AddressSpace from) {
          told.add("R");
        }
      };
    }

    @Override
    public void free(PairedNotifier notifier) {
      told.add("FREE");
    }
  }

  /** A truncation, inside whose first start another thread unmaps something else. */
  @Test
  void shouldMatchA22PairsOfTwoThreads() {
    Backing file = sim.machine.createFile("f", FileKind.MEMORY, 4, FileContent.CACHED);
    sim.process.mmap(
        MapRequest.file(file, 0, 4 * Simulation.PAGE)
            .at(Simulation.at(0), Placement.FIXED)
            .with(Sharing.SHARED));
    Simulation.touch(sim.process, 0, 4, Access.READ);
    sim.map(8, 4);
    sim.write(8, 12);
    watch(0);
    Runnable elsewhere =
        () ->
            CompletableFuture.runAsync(() -> sim.munmap(8, 4), task -> new Thread(task).start())
                .join();
    sim.process.space().subscribe(new Meanwhile(elsewhere), Declaration.neverBlocking("m"));
    sim.process.files().ftruncate(file, 0);
    String once = "S(CLEAR 0-4 B)";
    assertEquals(
        "V(CLEAR 0-4 B) V(UNMAP 8-12 B) S(UNMAP 8-12 B) I(8-12) E T I(8-12) "
            + once
            + " I(0-4) E T I(0-4) V(CLEAR 0-4 B) S(CLEAR 0-4 B) I(0-4) E",
        trace().seenWithoutFrees());
    file.close();
  }
}
