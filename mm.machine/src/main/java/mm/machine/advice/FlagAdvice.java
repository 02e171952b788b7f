package mm.machine.advice;

import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.ksm.KsmBreak;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.vma.Cuts;
import mm.machine.vma.Joins;

/** Advices that change the flags of mappings; UNMERGEABLE also breaks up merged pages. */
final class FlagAdvice {
  private FlagAdvice() {}

  static long apply(Mapping mapping, long start, long end, Advice advice) {
    if (advice == Advice.WIPEONFORK && (!mapping.isAnonymous() || !mapping.isPrivate())) {
      return Errno.EINVAL.result();
    }
    int flags = flags(mapping, advice);
    if (flags == mapping.flags()) {
      return 0;
    }
    long error = advice == Advice.UNMERGEABLE ? KsmBreak.run(mapping, start, end) : 0;
    if (error != 0) {
      return error;
    }
    if (!Cuts.fit(mapping, start, end)) {
      return Errno.ENOMEM.result();
    }
    long refused = Cuts.check(mapping, start, end);
    if (refused == 0) {
      Joins.change(mapping, start, end, flags);
    }
    return refused;
  }

  private static int flags(Mapping mapping, Advice advice) {
    int flags = mapping.flags();
    return switch (advice) {
      case NORMAL -> flags & ~(Flags.RANDOM | Flags.SEQUENTIAL);
      case RANDOM -> flags & ~Flags.SEQUENTIAL | Flags.RANDOM;
      case SEQUENTIAL -> flags & ~Flags.RANDOM | Flags.SEQUENTIAL;
      case DONTFORK -> flags | Flags.DONTFORK;
      case DOFORK -> flags & ~Flags.DONTFORK;
      case WIPEONFORK -> flags | Flags.WIPEONFORK;
      case KEEPONFORK -> flags & ~Flags.WIPEONFORK;
      case DONTDUMP -> flags | Flags.DONTDUMP;
      case DODUMP -> flags & ~Flags.DONTDUMP;
      case MERGEABLE ->
          mapping.isPrivate() && !mapping.isHugetlb() ? flags | Flags.MERGEABLE : flags;
      case UNMERGEABLE -> flags & ~Flags.MERGEABLE;
      case HUGEPAGE -> flags & ~Flags.NOHUGEPAGE | Flags.HUGEPAGE;
      case NOHUGEPAGE -> flags & ~Flags.HUGEPAGE | Flags.NOHUGEPAGE;
      default -> throw new IllegalArgumentException(advice.name());
    };
  }
}
