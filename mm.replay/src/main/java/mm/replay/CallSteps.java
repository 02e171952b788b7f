package mm.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mm.machine.Advice;
import mm.machine.Protection;
import mm.replay.input.Call;
import mm.replay.input.MapFlags;
import mm.report.ScriptStep;

/** The calls of one memory as steps of a script, with the addresses that the real kernel chose. */
final class CallSteps {
  private static final int MAP_LOCKED = 0x2000;

  private final String process;
  private boolean hasHeap;

  CallSteps(String process) {
    this.process = process;
  }

  /** Those of a copy of the memory. */
  CallSteps forked(String child) {
    CallSteps steps = new CallSteps(child);
    steps.hasHeap = hasHeap;
    return steps;
  }

  /** What a call that succeeded does; empty when it changes nothing. */
  Optional<ScriptStep> of(Call call, long result) {
    if (call instanceof Call.Mmap c) {
      return Optional.of(mmap(c, result));
    }
    if (call instanceof Call.Munmap c) {
      return Optional.of(range("munmap", c.address(), c.length()));
    }
    if (call instanceof Call.Mprotect c) {
      return Optional.of(
          range("mprotect", c.address(), c.length()).with("prot", word(c.protection().bits())));
    }
    if (call instanceof Call.Mremap c) {
      return Optional.of(mremap(c, result));
    }
    if (call instanceof Call.Madvise c) {
      Advice advice = RecordedAdvice.of(c.advice().number());
      return Optional.ofNullable(advice)
          .map(each -> range("madvise", c.address(), c.length()).with("advice", each.name()));
    }
    return call instanceof Call.Brk c ? brk(c, result) : Optional.empty();
  }

  private ScriptStep range(String op, long address, long bytes) {
    return ScriptStep.of(op, process).at(address).with("bytes", bytes);
  }

  /** The place was free, or has to be made so: in both cases what is there is replaced. */
  private ScriptStep mmap(Call.Mmap call, long address) {
    ScriptStep step =
        ScriptStep.of("mmap", process)
            .at(address)
            .with("pages", ScriptStep.pages(call.length()))
            .with("kind", call.flags().isAnonymous() ? "anon" : "file")
            .with("sharing", call.flags().isShared() ? "shared" : "private")
            .with("prot", word(call.protection().bits()))
            .with("fixed", "replace");
    if (!call.flags().isAnonymous()) {
      step.with("file", "fd" + call.fd()).with("file_page", ScriptStep.pages(call.offset()));
    }
    List<String> options = options(call.flags());
    return options.isEmpty() ? step : step.with("options", options);
  }

  private static List<String> options(MapFlags flags) {
    List<String> options = new ArrayList<>();
    if ((flags.bits() & MapFlags.POPULATE) != 0) {
      options.add("POPULATE");
    }
    if ((flags.bits() & MAP_LOCKED) != 0) {
      options.add("LOCKED");
    }
    return options;
  }

  private static String word(int bits) {
    return Protection.of(bits & 7).name().toLowerCase(Locale.ROOT);
  }

  private ScriptStep mremap(Call.Mremap call, long address) {
    boolean moved = address != call.oldAddress();
    List<String> flags = new ArrayList<>(moved ? List.of("MAYMOVE", "FIXED") : List.of());
    if (call.flags().keepsOldRange()) {
      flags.add("DONTUNMAP");
    }
    ScriptStep step =
        ScriptStep.of("mremap", process)
            .at(call.oldAddress())
            .with("old_pages", ScriptStep.pages(call.oldLength()))
            .with("new_pages", ScriptStep.pages(call.newLength()))
            .with("flags", flags);
    return moved ? step.with("to", ScriptStep.place(address)) : step;
  }

  private Optional<ScriptStep> brk(Call.Brk call, long now) {
    if (!hasHeap) {
      hasHeap = true;
      return Optional.of(ScriptStep.of("heap_start", process).at(now));
    }
    return call.address() == 0
        ? Optional.empty()
        : Optional.of(ScriptStep.of("brk", process).at(call.address()));
  }
}
