package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import drivers.kvm.KvmDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.machine.Backing;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.OomReaper;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.Reap;
import mm.machine.ReaperPolicy;
import mm.machine.Sharing;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** X14 to X16 of the scenarios: in the engine, with real drivers. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReaperScenariosTest {
  private static Reap reap(DriverScene scene) {
    OomReaper reaper = new OomReaper(scene.machine, ReaperPolicy.ATTEMPT);
    reaper.kill();
    return reaper.run().get(0);
  }

  @Test
  void x14_shouldReapTwoOfThreeMappingsAndSkipTheVictimAfterTenAttemptsInASecond() {
    List<DriverScene.Member> members =
        List.of(DriverScene.Member.KVM, DriverScene.Member.GRU, DriverScene.Member.I915);
    try (DriverScene scene = new DriverScene(NotifierCore.create(), members)) {
      Reap reap = reap(scene);
      assertEquals(Reap.Outcome.GIVEN_UP, reap.outcome());
      assertEquals(10, reap.attempts());
      assertEquals(1, reap.refused().size());
      assertEquals(2, scene.empty());
      assertEquals(1000, reap.finishedMillis());
      assertEquals(DriverScene.Health.RIGHT, scene.health());
      assertEquals(List.of(), scene.core.violations());
    }
  }

  @Test
  void x15_shouldNeverReapLockedHugetlbSharedOrDeviceMemory() {
    try (DriverScene scene = new DriverScene(NotifierCore.create(), List.of());
        Backing file = scene.machine.createFile("f", FileKind.REGULAR, 4, FileContent.CACHED);
        Backing card = scene.machine.createFile("card", FileKind.DEVICE, 4, FileContent.HOLE)) {
      scene.machine.setHugetlbPool(1);
      long[] kept = {
        map(scene, 0, MapRequest.anonymous(0x4000)),
        map(scene, 1, MapRequest.anonymous(0x200000).with(MapOption.HUGETLB)),
        map(scene, 2, MapRequest.file(file, 0, 0x4000).with(Sharing.SHARED)),
        map(scene, 3, MapRequest.anonymous(0x4000).with(Sharing.SHARED)),
        map(scene, 4, MapRequest.file(card, 0, 0x4000).with(Protection.R)),
      };
      scene.process.mlock(kept[0], 0x4000);
      assertEquals(Reap.Outcome.REAPED, reap(scene).outcome());
      assertEquals(DriverScene.MAPPINGS, scene.empty());
      for (long each : kept) {
        assertTrue(scene.process.pages().snapshot(each).isPresent(), Long.toHexString(each));
      }
    }
  }

  private static long map(DriverScene scene, int place, MapRequest request) {
    long start = 0x4000_0000L + place * 0x4000_0000L;
    assertEquals(start, scene.process.mmap(request.at(start, Placement.FIXED)));
    scene.process.touch(start, request.protection() == Protection.R ? Access.READ : Access.WRITE);
    return start;
  }

  @Test
  void x16_shouldMakeNothingForANewRegistrationUntilTheOpenSectionsHaveEnded() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (DriverScene scene = new DriverScene(NotifierCore.create(), List.of())) {
      AddressSpace space = scene.process.space();
      long page = DriverScene.at(0, 0);
      CountDownLatch opened = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Future<?> section =
          other.submit(
              () -> {
                long stamp = space.begin(InvalidationEvent.CLEAR, page, page + 0x1000);
                opened.countDown();
                mayEnd.await();
                space.end(stamp);
                return null;
              });
      opened.await();
      scene.core.drivers().admit(new KvmDriver());
      Device device = scene.core.drivers().attach("kvm", space).device();
      Future<AccessOutcome> access =
          CompletableFuture.supplyAsync(() -> device.access(page, Access.READ), OwnThread.EACH);
      assertEquals(0, device.counters().made());
      mayEnd.countDown();
      section.get();
      AccessOutcome outcome = access.get();
      assertTrue(outcome == AccessOutcome.MADE || outcome == AccessOutcome.BUSY);
      assertTrue(device.access(page, Access.READ) != AccessOutcome.BUSY, "nothing is left open");
      assertEquals(List.of(), scene.core.violations());
    } finally {
      other.shutdown();
    }
  }
}
