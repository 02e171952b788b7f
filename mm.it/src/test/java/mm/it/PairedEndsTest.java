package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import drivers.kvm.KvmDriver;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.lab.Generation;
import mm.lab.ReferenceCore;
import mm.machine.FileContent;
import mm.machine.FileKind;
import mm.machine.Machine;
import mm.machine.MapRequest;
import mm.machine.OomReaper;
import mm.machine.Placement;
import mm.machine.Reap;
import mm.machine.Sharing;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bug behind Linux c2655835fd8c, with the KVM driver as it is deployed: a second notifier
 * declines now and then while the OOM reaper works, and KVM, which was told of a start, counts an
 * invalidation that never ends. From then on every fault of a guest in the covered range is
 * repeated for ever.
 */
class PairedEndsTest {
  private static final long PAGE = 4096;
  private static final long A = 0x2000_0000_0000L;
  private static final long FILE = A + 0x1000_0000L;

  /** The second notifier: declines every second range that it may not wait for. */
  private static final class Sometimes implements DecliningNotifier {
    private int asked;

    @Override
    public Answer tryStart(InvalidationRange range) {
      boolean declines = range.blocking() == Blocking.FORBIDDEN && ++asked % 2 == 0;
      return declines ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private static UserProcess victim(Machine machine) {
    UserProcess victim = machine.spawn("victim");
    for (int i = 0; i < 3; i++) {
      long start = A + i * 0x2000_0000L;
      victim.mmap(MapRequest.anonymous(4 * PAGE).at(start, Placement.FIXED_NOREPLACE));
      victim.touch(start, Access.WRITE);
    }
    return victim;
  }

  @ParameterizedTest
  @CsvSource({"NON_BLOCKING_ATTEMPT, 15, BUSY", "INTERVAL, 15, BUSY", "PAIRED, 0, MADE"})
  void shouldCountTheInvalidationsThatNeverEnd(
      Generation generation, int elevated, AccessOutcome guest) {
    ReferenceCore core = new ReferenceCore(generation);
    Machine machine = new Machine(core);
    UserProcess victim = victim(machine);
    // Shared memory is not reaped: a page that the guest can still ask for, amid the others.
    var file = machine.createFile("f", FileKind.MEMORY, 1, FileContent.CACHED);
    victim.mmap(MapRequest.file(file, 0, PAGE).at(FILE, Placement.FIXED).with(Sharing.SHARED));
    core.drivers().admit(new KvmDriver());
    Attachment kvm = core.drivers().attach("kvm", victim.space());
    victim.space().subscribe(new Sometimes(), Declaration.declining("second"));
    AtomicInteger count = new AtomicInteger();
    core.observe(
        (subscriber, callback, range, answer, nanos) -> {
          if (subscriber.equals("kvm")) {
            count.addAndGet(callback == Callback.START ? 1 : callback == Callback.END ? -1 : 0);
          }
        });
    OomReaper reaper = new OomReaper(machine, generation.reaper());
    reaper.kill();
    assertEquals(Reap.Outcome.GIVEN_UP, reaper.run().get(0).outcome());
    assertEquals(elevated, count.get());
    assertEquals(guest, kvm.device().access(FILE, Access.READ));
    victim.exit();
    file.close();
    assertEquals(0, machine.framesInUse());
    core.close();
  }
}
