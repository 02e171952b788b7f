package mm.machine.advice;

import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.memory.Mapping;
import mm.machine.memory.MappingAction;

/** What advice memory of a device takes: nothing that needs a page behind the frame. */
final class ForeignAdvice {
  private ForeignAdvice() {}

  static long apply(Mapping mapping, long start, long end, Advice advice, MappingAction action) {
    return switch (advice) {
      case DONTNEED,
          DONTNEED_LOCKED,
          FREE,
          COLD,
          PAGEOUT,
          COLLAPSE,
          GUARD_INSTALL,
          GUARD_REMOVE,
          DOFORK,
          DODUMP ->
          Errno.EINVAL.result();
      case MERGEABLE, UNMERGEABLE, WILLNEED -> 0;
      default -> action.apply(mapping, start, end);
    };
  }
}
