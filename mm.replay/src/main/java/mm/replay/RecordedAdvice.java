package mm.replay;

import java.util.Map;
import mm.machine.Advice;

/** Linux's numbers of madvise advice (include/uapi/asm-generic/mman-common.h, 6.18). */
final class RecordedAdvice {
  private static final Map<Integer, Advice> BY_NUMBER =
      Map.ofEntries(
          Map.entry(0, Advice.NORMAL),
          Map.entry(1, Advice.RANDOM),
          Map.entry(2, Advice.SEQUENTIAL),
          Map.entry(3, Advice.WILLNEED),
          Map.entry(4, Advice.DONTNEED),
          Map.entry(8, Advice.FREE),
          Map.entry(9, Advice.REMOVE),
          Map.entry(10, Advice.DONTFORK),
          Map.entry(11, Advice.DOFORK),
          Map.entry(12, Advice.MERGEABLE),
          Map.entry(13, Advice.UNMERGEABLE),
          Map.entry(14, Advice.HUGEPAGE),
          Map.entry(15, Advice.NOHUGEPAGE),
          Map.entry(16, Advice.DONTDUMP),
          Map.entry(17, Advice.DODUMP),
          Map.entry(18, Advice.WIPEONFORK),
          Map.entry(19, Advice.KEEPONFORK),
          Map.entry(20, Advice.COLD),
          Map.entry(21, Advice.PAGEOUT),
          Map.entry(22, Advice.POPULATE_READ),
          Map.entry(23, Advice.POPULATE_WRITE),
          Map.entry(24, Advice.DONTNEED_LOCKED),
          Map.entry(25, Advice.COLLAPSE),
          Map.entry(102, Advice.GUARD_INSTALL),
          Map.entry(103, Advice.GUARD_REMOVE));

  private RecordedAdvice() {}

  /** The advice of a number, or null when the machine does not know it. */
  static Advice of(int number) {
    return BY_NUMBER.get(number);
  }
}
