package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import mm.machine.MapRequest;
import mm.machine.Protection;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.spi.AccessOutcome;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.Test;

/** HMM selftests 23 to 25 of Linux: pages that the device has for itself alone. */
class HmmExclusiveTest extends Selftest {
  private void take(long buffer) {
    for (int i = 0; i < PAGES; i++) {
      assertEquals(AccessOutcome.MADE, device.makeExclusive(buffer + i * PAGE));
    }
    assertEquals(PAGES, device.exclusive(range(buffer)));
  }

  @Test
  void exclusive_shouldEndWhenTheCpuTouchesThePage() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    take(buffer);
    assertEquals(OptionalLong.empty(), process.peek(buffer), "the CPU would fault");
    assertDeviceReads(values, device, buffer);
    values = writeAll(device, buffer);
    assertCpuReads(values, process, buffer);
    assertEquals(0, device.exclusive(range(buffer)));
    assertEquals(0, device.counters().held());
  }

  @Test
  void exclusive_shouldIncrementOncePerRoundThoughTheCpuTakesThePageBack() {
    long buffer = buffer();
    process.fill(buffer, 1);
    CompletableFuture<Void> cpu =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 200; i++) {
                process.read(buffer);
              }
            },
            OwnThread.EACH);
    long[] last = {1};
    for (int i = 0; i < 200; i++) {
      device.makeExclusive(buffer);
      device.access(
          buffer,
          mm.spi.Access.WRITE,
          frame -> machine.store(frame, last[0] = machine.load(frame) + 1));
    }
    cpu.join();
    assertTrue(last[0] > 1);
    assertEquals(OptionalLong.of(last[0]), process.read(buffer));
  }

  @Test
  void shouldNotCollideWithItselfAfterAnAttemptThatWasGivenUp() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    process.pages().makeExclusive(buffer, device.owner());
    take(buffer);
    assertEquals(0, device.counters().retries());
    assertDeviceReads(values, device, buffer);
  }

  @Test
  void exclusive_mprotect_shouldRefuseToWriteAfterwards() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    take(buffer);
    protect(buffer, PAGES, Protection.R);
    assertEquals(AccessOutcome.REFUSED, write(device, buffer, 7));
    assertEquals(AccessOutcome.REFUSED, device.makeExclusive(buffer));
    assertDeviceReads(values, device, buffer);
    assertCpuReads(values, process, buffer);
  }

  @Test
  void exclusive_cow_shouldShowBothProcessesTheRightValues() {
    long buffer = buffer();
    long[] values = fill(process, buffer);
    take(buffer);
    UserProcess child = process.fork("child");
    long[] childs = fill(child, buffer);
    assertCpuReads(values, process, buffer);
    long[] parents = writeAll(device, buffer);
    assertCpuReads(parents, process, buffer);
    assertCpuReads(childs, child, buffer);
    child.exit();
  }

  @Test
  void shouldRefuseMemoryThatIsNotPrivate() {
    long buffer = process.mmap(MapRequest.anonymous(PAGE).with(Sharing.SHARED));
    assertEquals(AccessOutcome.REFUSED, device.makeExclusive(buffer));
    assertEquals(AccessOutcome.REFUSED, device.makeExclusive(buffer + PAGE));
    process.munmap(buffer, PAGE);
  }
}
