package mm.machine.advice;

import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.tables.Layout;

/**
 * MADV_COLLAPSE: gathers the pages of each aligned block of 2 MiB in a range into a huge page. Goes
 * on behind a block that lacks something, and ends at one that rules it out (Linux 6.18).
 */
final class Collapse {
  /** What became of one block. */
  enum Outcome {
    DONE(null),
    /** A device holds a page. */
    BUSY(Errno.EAGAIN),
    /** There are no tables. */
    EMPTY(Errno.EINVAL),
    /** A page is write-protected by a userfaultfd. */
    PROTECTED(Errno.EINVAL),
    IMPOSSIBLE(Errno.EINVAL),
    NO_FRAMES(Errno.ENOMEM);

    private final Errno error;

    Outcome(Errno error) {
      this.error = error;
    }

    private boolean ends() {
      return this == IMPOSSIBLE || this == NO_FRAMES;
    }
  }

  private Collapse() {}

  static long apply(Mapping mapping, long start, long end) {
    long first = Layout.up(start, Layout.BLOCK);
    long last = Layout.down(end, Layout.BLOCK);
    if (!fits(mapping) || first > last) {
      return Errno.EINVAL.result();
    }
    mapping.memory().frames().lazyQueue().drain();
    Outcome result = Outcome.DONE;
    for (long block = first; block < last && !result.ends(); block += Layout.BLOCK) {
      Outcome outcome = collapse(mapping, block);
      result = outcome == Outcome.DONE ? result : outcome;
    }
    return result == Outcome.DONE ? 0 : result.error.result();
  }

  /** Whether a huge page could be mapped at all, wherever the range is. */
  private static boolean fits(Mapping mapping) {
    boolean hasBlock = mapping.holdsBlock(Layout.down(mapping.end(), Layout.BLOCK) - Layout.BLOCK);
    return hasBlock
        && !mapping.isHugetlb()
        && !mapping.has(Flags.NOHUGEPAGE)
        && (mapping.isAnonymous() ? mapping.anon() != null : fileFits(mapping));
  }

  private static boolean fileFits(Mapping mapping) {
    long shift = (mapping.start() >>> Layout.PAGE_SHIFT) - mapping.offset();
    return mapping.backing().kind() != FileKind.REGULAR && (shift & (Layout.ENTRIES - 1)) == 0;
  }

  private static Outcome collapse(Mapping mapping, long block) {
    if (mapping.memory().tables().isHuge(block)) {
      return Outcome.DONE;
    }
    return mapping.isAnonymous()
        ? AnonymousCollapse.run(mapping, block)
        : FileCollapse.run(mapping, block);
  }
}
