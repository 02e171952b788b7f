package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.AddressSpace;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.spi.Declaration;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reference-counted subscriptions (R4.6, X12). */
@Timeout(120)
class SharedNotifierTest {
  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();
  private final Family family = new Family();
  private final AtomicBoolean freed = new AtomicBoolean();

  private class Family implements NotifierFamily<Notifier> {
    @Override
    public Declaration declaration() {
      return Declaration.neverBlocking("shared");
    }

    @Override
    public Notifier allocate(AddressSpace where) {
      recorder.add("allocate");
      return recorder.paired("shared");
    }

    @Override
    public void free(Notifier notifier) {
      recorder.add("free");
    }
  }

  @Test
  void shouldShareOneNotifierAndFreeItWithoutReleaseAfterTheLastUser_R4_6() {
    SharedSubscription<Notifier> first = space.acquire(family);
    SharedSubscription<Notifier> second = space.acquire(family);
    assertSame(first.notifier(), second.notifier());
    first.close();
    first.close();
    core.awaitFrees();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("allocate", "shared start", "shared end"), recorder.take());
    second.close();
    core.awaitFrees();
    assertEquals(List.of("free"), recorder.take());
    assertFalse(space.hasNotifiers());
    SharedSubscription<Notifier> third = space.acquire(family);
    assertNotSame(first.notifier(), third.notifier());
  }

  @Test
  void shouldAllocateNothingForASpaceThatDied_R4_4() {
    space.release();
    assertRule(Rule.R4_4, () -> space.acquire(family));
    assertEquals(List.of(), recorder.take());
  }

  @Test
  void shouldFreeOnlyAfterTheLastCallback_R4_6() {
    SharedSubscription<Notifier> shared = space.acquire(family);
    try (OtherThread other = new OtherThread()) {
      long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      shared.close();
      assertEquals(List.of("allocate", "shared start"), recorder.take());
      other.run(() -> space.end(section));
    }
    core.awaitFrees();
    assertEquals(List.of("shared end", "free"), recorder.take());
  }

  /** It would wait for itself. */
  @Test
  void shouldRefuseToAwaitFreesInAFree_R2_8() {
    NotifierFamily<Notifier> awaiting =
        new NotifierFamily<>() {
          @Override
          public Declaration declaration() {
            return Declaration.neverBlocking("awaiting");
          }

          @Override
          public Notifier allocate(AddressSpace where) {
            return recorder.paired("awaiting");
          }

          @Override
          public void free(Notifier notifier) {
            assertRule(Rule.R2_8, core::awaitFrees);
            recorder.add("free");
          }
        };
    space.acquire(awaiting).close();
    core.awaitFrees();
    assertEquals(List.of("free"), recorder.take());
    assertEquals(List.of(), core.violations());
  }

  /** It would wait for the section of its own thread. */
  @Test
  void shouldRefuseToAwaitFreesInsideOnesOwnSection_R2_8() {
    SharedSubscription<Notifier> shared = space.acquire(family);
    long section = space.begin(CLEAR, 0, 0x1000);
    shared.close();
    assertRule(Rule.R2_8, core::awaitFrees);
    space.end(section);
    core.awaitFrees();
    assertEquals(List.of("allocate", "shared start", "shared end", "free"), recorder.take());
  }

  /** Returns when the thread that frees has done so, or waits for what it has to wait for. */
  private void awaitFreeOrItsWait() {
    while (!freed.get()
        && Thread.getAllStackTraces().keySet().stream()
            .noneMatch(
                each ->
                    each.getName().equals("mm-frees") && each.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldAllowTheLastPutInsideRelease_X12() {
    List<SharedSubscription<Notifier>> own = new ArrayList<>();
    NotifierFamily<Notifier> putsInRelease =
        new NotifierFamily<>() {
          @Override
          public Declaration declaration() {
            return Declaration.neverBlocking("sgx");
          }

          @Override
          public Notifier allocate(AddressSpace where) {
            return released -> {
              recorder.add("release");
              own.forEach(SharedSubscription::close);
              awaitFreeOrItsWait();
              recorder.add("still in release");
            };
          }

          @Override
          public void free(Notifier notifier) {
            recorder.add("free");
            freed.set(true);
          }
        };
    own.add(space.acquire(putsInRelease));
    own.add(space.acquire(putsInRelease));
    space.release();
    core.awaitFrees();
    assertEquals(List.of("release", "still in release", "free"), recorder.take());
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldFreeOnceWhenTheLastPutComesAfterTheOneInsideRelease_X12() {
    List<SharedSubscription<Notifier>> own = new ArrayList<>();
    Family releasing =
        new Family() {
          @Override
          public Notifier allocate(AddressSpace where) {
            return released -> own.get(0).close();
          }
        };
    own.add(space.acquire(releasing));
    SharedSubscription<Notifier> last = space.acquire(releasing);
    space.release();
    core.awaitFrees();
    assertEquals(List.of(), recorder.take(), "somebody else uses it");
    last.close();
    own.get(0).close();
    core.awaitFrees();
    assertEquals(List.of("free"), recorder.take());
  }

  @Test
  void shouldFreeOnceWhenTheSpaceDiesFirst_R4_6_R1_5() {
    SharedSubscription<Notifier> shared = space.acquire(family);
    space.release();
    assertEquals(List.of("allocate", "shared release"), recorder.take());
    shared.close();
    core.awaitFrees();
    assertEquals(List.of("free"), recorder.take());
    assertRule(Rule.R4_4, () -> space.acquire(family));
  }

  @Test
  void shouldMakeOneNotifierForUsersThatComeAtOnce_R4_6() {
    AtomicReference<SharedSubscription<Notifier>> second = new AtomicReference<>();
    Family slow =
        new Family() {
          private Thread late;

          @Override
          public Notifier allocate(AddressSpace where) {
            if (late == null) {
              late = new Thread(() -> second.set(space.acquire(this)));
              late.start();
            }
            while (Thread.currentThread() != late
                && late.getState() != Thread.State.BLOCKED
                && late.isAlive()) {
              Thread.onSpinWait();
            }
            return super.allocate(where);
          }
        };
    SharedSubscription<Notifier> first = space.acquire(slow);
    while (second.get() == null) {
      Thread.onSpinWait();
    }
    assertSame(first.notifier(), second.get().notifier());
    assertEquals(List.of("allocate"), recorder.take());
  }

  @Test
  void shouldReportAFreeThatThrowsAndGoOn_R1_8() {
    Family throwing =
        new Family() {
          @Override
          public void free(Notifier notifier) {
            throw new IllegalStateException("planted");
          }
        };
    space.acquire(throwing).close();
    space.acquire(family).close();
    core.awaitFrees();
    assertEquals(List.of("allocate", "allocate", "free"), recorder.take());
    assertEquals(Rule.R1_8, core.violations().get(0).rule());
    assertTrue(core.violations().get(0).message().contains("planted"));
  }

  @Test
  void shouldKeepFamiliesAndSpacesApart() {
    SharedSubscription<Notifier> here = space.acquire(family);
    assertNotSame(here.notifier(), space.acquire(new Family()).notifier());
    assertNotSame(here.notifier(), core.createSpace("other").acquire(family).notifier());
  }

  @Test
  void shouldFreeWhatCouldNotBeSubscribed() {
    NotifierFamily<Notifier> none =
        new NotifierFamily<>() {
          @Override
          public Declaration declaration() {
            return Declaration.neverBlocking("none");
          }

          @Override
          public Notifier allocate(AddressSpace where) {
            where.release();
            return recorder.paired("late");
          }

          @Override
          public void free(Notifier notifier) {
            recorder.add("free");
          }
        };
    assertThrows(IllegalStateException.class, () -> space.acquire(none));
    assertEquals(List.of("free"), recorder.take());
  }

  @Test
  void shouldFreeOnceWhenUsersRace_R4_6() throws InterruptedException {
    for (int round = 0; round < 2_000; round++) {
      SharedSubscription<Notifier> first = space.acquire(family);
      SharedSubscription<Notifier> second = space.acquire(family);
      OtherThread.race(first::close, second::close);
      core.awaitFrees();
      assertEquals(List.of("allocate", "free"), recorder.take());
    }
  }
}
