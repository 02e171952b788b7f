package mm.core.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.Attachment;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.spi.Access;
import mm.spi.Declaration;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is lost, split, stale or unserved while two threads work and drivers are swapped. */
@Timeout(240)
class SwapUnderLoadTest {
  private static final int SWAPS = 300;
  private static final int THREADS = 2;
  private static final long LONG = TimeUnit.SECONDS.toNanos(40);

  private final NotifierCore core = NotifierCore.create();
  private final LoadMemory memory = new LoadMemory();
  private final Ledger ledger = new Ledger();

  @AfterEach
  void close() {
    core.close();
  }

  private NotifierDriver version(int number) {
    return number % 2 == 0 ? new LoadOne().on(memory, ledger) : new LoadTwo().on(memory, ledger);
  }

  private SwapReport swapTo(int number) {
    NotifierDriver next = version(number);
    assertInstanceOf(Admission.Admitted.class, core.drivers().admitStandby(next));
    return core.drivers()
        .swap(
            new SwapPlan(
                version(number - 1).getClass().getName(),
                next.getClass().getName(),
                LONG,
                phase -> {}));
  }

  @Test
  void shouldLoseNothingUnderLoad_R4_5() {
    AddressSpace space = core.createSpace("loaded", memory);
    core.drivers().admit(version(0));
    Attachment attachment = core.drivers().attach("load", space);
    int handedOver = 0;
    try (Load load = new Load(memory, ledger, space, at -> Load.by(attachment, at))) {
      load.start(THREADS);
      for (int i = 1; i <= SWAPS || handedOver == 0 || !ledger.usedMoreThan(SWAPS); i++) {
        SwapReport report = swapTo(i);
        assertTrue(report.swapped(), report::toString);
        assertEquals(0, report.lingering());
        handedOver += report.handedOver();
      }
    }
    assertTrue(ledger.clean(), ledger::toString);
    assertEquals(1, ledger.devices(), "only the last version is left");
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldLoseNothingWhileSpacesComeAndGo() throws Exception {
    core.drivers().admit(version(0));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread forks = new Thread(() -> comeAndGo(thrown));
    forks.start();
    for (int i = 1; i <= SWAPS / 3 || ledger.served.sum() == 0 && thrown.get() == null; i++) {
      SwapReport report = swapTo(i);
      assertTrue(report.swapped(), report::toString);
    }
    forks.interrupt();
    forks.join();
    assertEquals(null, thrown.get());
    assertTrue(ledger.clean(), ledger::toString);
    assertEquals(0, ledger.devices(), "every space is released");
    assertEquals(0, core.drivers().list().get(0).attachments(), "every attachment is forgotten");
  }

  /** As forks and exits do: spaces are made, used and released while drivers are swapped. */
  private void comeAndGo(AtomicReference<Throwable> thrown) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        AddressSpace space = core.createSpace("child", memory);
        Attachment attachment = core.drivers().attach("load", space);
        Load load = new Load(memory, ledger, space, at -> Load.by(attachment, at));
        load.access(0);
        space.end(space.begin(InvalidationEvent.CLEAR, 0, LoadMemory.address(1)));
        load.access(0);
        space.release();
      }
    } catch (RuntimeException | Error e) {
      thrown.set(e);
    }
  }

  /**
   * What plain service ranking does: whoever is the best service now is told. Planted, so that the
   * checker is seen to catch it.
   */
  private static final class Ranking implements PairedNotifier {
    private volatile LoadDevice best;

    Ranking(LoadDevice first) {
      best = first;
    }

    LoadDevice replace(LoadDevice next) {
      LoadDevice old = best;
      best = next;
      return old;
    }

    @Override
    public void start(InvalidationRange range) {
      best.begin(range);
    }

    @Override
    public void end(InvalidationRange range) {
      best.over();
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private LoadDevice unsubscribed() {
    LoadDevice device = new LoadDevice(memory, ledger, memory);
    ledger.entered(device);
    return device;
  }

  @Test
  void shouldCatchASwapByServiceRanking() {
    AddressSpace space = core.createSpace("naive", memory);
    Ranking ranking = new Ranking(unsubscribed());
    space.subscribe(ranking, Declaration.neverBlocking("naive"));
    try (Load load = new Load(memory, ledger, space, at -> ranking.best.access(at, Access.WRITE))) {
      load.start(THREADS);
      List<LoadDevice> old = new ArrayList<>();
      while (ledger.split.sum() == 0 || ledger.gaps.sum() + ledger.lost.sum() == 0) {
        LoadDevice gone = ranking.replace(unsubscribed());
        old.add(gone);
        gone.quiesce();
        gone.detach();
      }
      assertTrue(!old.isEmpty() && !ledger.clean(), ledger::toString);
    }
  }
}
