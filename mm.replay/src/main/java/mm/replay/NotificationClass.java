package mm.replay;

import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.replay.input.Advice;
import mm.replay.input.Call;

/** What calls alone tell of the notifications that they raise. */
enum NotificationClass {
  /** Memory goes: munmap, mmap over, brk, mremap, DONTNEED, FREE. */
  UNMAP,
  /** A mapping is cut inside a 2 MiB block. */
  SPLIT,
  /** Rights change. */
  PROTECT;

  private static final long BLOCK = 512 * AddressRange.PAGE_SIZE;

  /** The class of a recorded notification, or null when calls do not tell of it. */
  static NotificationClass of(String initiator) {
    return switch (initiator) {
      case "unmap_vmas",
          "unmap_single_vma",
          "move_page_tables",
          "zap_page_range_single",
          "zap_page_range_single_batched",
          "madvise_free_single_vma" ->
          UNMAP;
      case "__split_huge_pmd" -> SPLIT;
      case "change_protection" -> PROTECT;
      default -> null;
    };
  }

  /** The class of a section that the machine raised in a call, or null when it is of no class. */
  static NotificationClass of(InvalidationRange range, Call call) {
    if (range.event() == InvalidationEvent.UNMAP) {
      return UNMAP;
    }
    if (range.event() == InvalidationEvent.PROTECTION_VMA) {
      return PROTECT;
    }
    if (range.event() != InvalidationEvent.CLEAR) {
      return null;
    }
    return discards(call) ? UNMAP : isBlock(range) ? SPLIT : null;
  }

  private static boolean discards(Call call) {
    return call instanceof Call.Madvise madvise
        && switch (madvise.advice().number()) {
          case Advice.DONTNEED, Advice.DONTNEED_LOCKED, Advice.FREE, Advice.REMOVE -> true;
          default -> false;
        };
  }

  private static boolean isBlock(InvalidationRange range) {
    return range.start() % BLOCK == 0 && range.end() - range.start() == BLOCK;
  }
}
