package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Transfer;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a machine hands to its successor. */
class ShadowStateTest {
  private static final long RAM = 0x100000;

  /** A driver with its machine, and what tells it. */
  private static final class Side {
    final FakeContext context = new FakeContext(new FakeQueue.Stepped(), new FakeWorker());
    final KvmVm vm = (KvmVm) new KvmDriver().attach(context);
    final KvmNotifier notifier = context.notifier(KvmNotifier.class);
  }

  private final Side before = new Side();
  private final Side after = new Side();

  @BeforeEach
  void useSomePages() {
    before.vm.slots().delete(0);
    before.vm.slots().set(1, 7, 4, RAM);
    before.vm.slots().set(2, 100, 4, RAM); // the same memory twice
    before.context.fakePages().map(RAM, 31, Access.WRITE);
    before.context.fakePages().map(RAM + 4096, 32, Access.READ);
    before.vm.accessGuest(7, Access.WRITE, Transfer.NOTHING);
    before.vm.accessGuest(8, Access.READ, Transfer.NOTHING);
    before.vm.accessGuest(101, Access.READ, Transfer.NOTHING);
  }

  @Test
  void shouldHandOverSlotsAndEntriesWithTheirRights() {
    long sequence = after.vm.importBegin();
    assertEquals(Answer.DONE, after.vm.importState(before.vm.exportState(), sequence));
    assertEquals(Shown.all(before.vm), Shown.all(after.vm));
    assertEquals(3, after.vm.counters().held());
    assertEquals(
        AccessOutcome.HIT, after.vm.accessGuest(7, Access.WRITE, Transfer.NOTHING), "writable");
    assertEquals(
        AccessOutcome.HIT, after.vm.accessGuest(101, Access.READ, Transfer.NOTHING), "by alias");
    assertEquals(AccessOutcome.REFUSED, after.vm.access(RAM - 1, Access.READ), "other slots");
  }

  @Test
  void shouldTakeNothingOverDuringAnInvalidation() {
    long sequence = after.vm.importBegin();
    Map<String, Object> state = before.vm.exportState();
    after.notifier.start(FakeRange.page(RAM));
    assertRefused(state, sequence);
    after.notifier.end(FakeRange.page(RAM));
    assertRefused(state, sequence);
  }

  private void assertRefused(Map<String, Object> state, long sequence) {
    assertEquals(Answer.WOULD_BLOCK, after.vm.importState(state, sequence));
    assertEquals(Map.of(), Shown.all(after.vm));
  }

  @Test
  void shouldTakeNothingOverInAnInvalidationThatIsOpenAlready() {
    after.notifier.start(FakeRange.page(RAM));
    long sequence = after.vm.importBegin();
    Map<String, Object> state = before.vm.exportState();
    after.notifier.end(FakeRange.page(RAM));
    assertRefused(state, sequence);
  }

  @Test
  void shouldTakeNothingOverOnceQuiesced() {
    long sequence = after.vm.importBegin();
    after.vm.quiesce();
    assertRefused(before.vm.exportState(), sequence);
  }

  /** No invalidation would ever find it. */
  @Test
  void shouldRefuseAnEntryOutsideOfEverySlot() {
    Map<String, Object> state = new HashMap<>(before.vm.exportState());
    state.put("entries", new long[] {5000, 31, 1});
    assertMalformed(state);
  }

  @Test
  void shouldRefuseWhatIsNotOfTheForm() {
    Map<String, Object> state = new HashMap<>(before.vm.exportState());
    state.put("slots", new long[] {1, 2, 3});
    assertMalformed(state);
    state.put("slots", "none");
    assertMalformed(state);
    assertMalformed(Map.of());
  }

  private void assertMalformed(Map<String, Object> state) {
    long sequence = after.vm.importBegin();
    assertThrows(IllegalArgumentException.class, () -> after.vm.importState(state, sequence));
    assertEquals(Map.of(), Shown.all(after.vm));
  }
}
