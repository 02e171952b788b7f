package mm.conform.play;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mm.conform.play.Arguments.Range;
import mm.conform.script.BadFieldException;
import mm.machine.Errno;
import mm.machine.Userfault;
import mm.machine.UserfaultFeature;
import mm.machine.UserfaultMode;

/** Operations of a userfaultfd, of which a case has one, and scans for written pages. */
final class UserfaultOperations {
  private static final Map<String, UserfaultMode> MODES =
      Map.of(
          "missing", UserfaultMode.MISSING, "wp", UserfaultMode.WP, "minor", UserfaultMode.MINOR);

  private UserfaultOperations() {}

  /** An operation on a range. */
  private interface Ranged {
    long run(Userfault userfault, long start, long length);
  }

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("uffd_open", UserfaultOperations::open);
    all.put("uffd_register", UserfaultOperations::register);
    all.put("uffd_unregister", step -> ranged(step, Userfault::unregister));
    all.put("uffd_copy", step -> ranged(step, Userfault::copy));
    all.put("uffd_zeropage", step -> ranged(step, Userfault::zeropage));
    all.put("uffd_continue", step -> ranged(step, Userfault::resume));
    all.put("uffd_writeprotect", UserfaultOperations::protect);
    all.put("uffd_move", UserfaultOperations::move);
    all.put("pagemap_scan", UserfaultOperations::scan);
  }

  private static Action open(Arguments step) {
    Set<UserfaultFeature> features = EnumSet.noneOf(UserfaultFeature.class);
    for (String each : step.fields().texts("features")) {
      features.add(Arguments.word(UserfaultFeature.class, "features", each));
    }
    String process = step.process();
    return world -> {
      if (!features.stream().allMatch(world.machine().kernel()::knows)) {
        world.setUserfault(Optional.empty());
        return Errno.EINVAL.name();
      }
      world.setUserfault(Optional.of(world.process(process).openUserfault(features)));
      return Results.SUCCESS;
    };
  }

  private static Action register(Arguments step) {
    UserfaultMode mode = step.fields().choice("mode", MODES);
    return ranged(step, (userfault, start, length) -> userfault.register(start, length, mode));
  }

  private static Action protect(Arguments step) {
    boolean on = step.fields().isOn("enable");
    return ranged(step, on ? Userfault::protect : Userfault::unprotect);
  }

  private static Action ranged(Arguments step, Ranged operation) {
    Range range = step.range();
    return world ->
        world
            .userfault()
            .map(open -> Results.of(operation.run(open, range.start(), range.length())))
            .orElse(Errno.EBADF.name());
  }

  private static Action move(Arguments step) {
    long source = step.inner("from").start();
    return ranged(step, (userfault, start, length) -> userfault.move(start, source, length));
  }

  private static Action scan(Arguments step) {
    if (!step.fields().texts("match").equals(List.of("WRITTEN"))) {
      throw new BadFieldException("'match' can only be WRITTEN");
    }
    Range range = step.range();
    boolean protects = step.fields().isOn("write_protect");
    String process = step.process();
    return world ->
        Results.of(
            protects
                ? world
                    .process(process)
                    .proc()
                    .pagemap()
                    .scanAndProtect(range.start(), range.length())
                : world.process(process).proc().pagemap().scan(range.start(), range.length()));
  }
}
