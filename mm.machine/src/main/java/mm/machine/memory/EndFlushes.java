package mm.machine.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import mm.api.AddressSpace;

/**
 * What the ends of a memory's open sections will flush, where a kernel does that (Linux up to 6.5:
 * {@code mmu_notifier_invalidate_range_end} calls {@code invalidate_range}). Sections of a thread
 * end last in first out (R2.10), so each thread has a stack.
 *
 * <p>Linux flushes between the end of the interval part and the end callbacks; this comes before
 * both, which no callback can tell.
 */
final class EndFlushes {
  private record Part(long start, long end) {}

  private final ThreadLocal<Deque<Part>> open = ThreadLocal.withInitial(ArrayDeque::new);

  void begun(long start, long end) {
    open.get().push(new Part(start, end));
  }

  void forgetLast() {
    open.get().pop();
  }

  void flushLast(AddressSpace space) {
    Part last = open.get().pop();
    space.flushSecondaryTlbs(last.start, last.end);
  }
}
