package mm.conform.play;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mm.api.AddressRange;
import mm.conform.play.Arguments.Range;
import mm.conform.script.Regions;
import mm.conform.script.Step;
import mm.machine.Errno;
import mm.machine.UserProcess;

/**
 * Knows what each process maps from the steps alone, and holds the machine against it. What a step
 * does to mappings is obvious for few operations; the others must not change any, but for some
 * whose outcome depends on more: after these, and after errors, it looks anew.
 */
final class MappingOracle {
  private static final long PAGE = AddressRange.PAGE_SIZE;

  /** These choose addresses, or depend on what a mapping shows. */
  private static final Set<String> LOOKED_UP = Set.of("brk", "shmat", "shmdt", "remap_file_pages");

  private final Regions regions;

  /** By the number of the address space. */
  private final Map<Long, ObviousMappings> known = new HashMap<>();

  /** Lengths of mappings of huge pages are rounded to these, which steps do not tell. */
  private boolean usesPool;

  MappingOracle(Regions regions) {
    this.regions = regions;
  }

  /** A step was played. */
  void played(World world, Step step, String result) {
    Arguments arguments = new Arguments(step.fields(), regions);
    Optional<UserProcess> process = world.living(arguments.process());
    if (process.isEmpty()) {
      return;
    }
    long space = process.get().space().id();
    ObviousMappings mappings = known.get(space);
    if (mappings == null || !follows(mappings, step, arguments, result)) {
      known.put(space, ObviousMappings.of(process.get()));
    }
  }

  /** Whether it is known what has become of the mappings. */
  private boolean follows(ObviousMappings mappings, Step step, Arguments arguments, String result) {
    if (LOOKED_UP.contains(step.op())) {
      return false;
    }
    usesPool |= step.op().equals("mmap") && step.fields().text("kind").equals("hugetlb");
    boolean done = result.equals(Results.SUCCESS);
    return switch (step.op()) {
      case "mmap" ->
          done && !step.fields().text("kind").equals("hugetlb") && map(mappings, arguments);
      case "munmap" -> done && unmap(mappings, arguments.range());
      case "mprotect" ->
          (done || result.equals(Errno.ENOMEM.name())) && protect(mappings, arguments);
      case "mremap" -> done && !usesPool && remap(mappings, arguments);
      default -> true;
    };
  }

  private static boolean map(ObviousMappings mappings, Arguments step) {
    long end = step.address() + step.pages("pages");
    mappings.map(step.address(), end, step.protection());
    return true;
  }

  private static long end(Range range) {
    return (range.start() + range.length() + PAGE - 1) & -PAGE;
  }

  private static boolean unmap(ObviousMappings mappings, Range range) {
    mappings.unmap(range.start(), end(range));
    return true;
  }

  private static boolean protect(ObviousMappings mappings, Arguments step) {
    Range range = step.range();
    mappings.protect(range.start(), end(range), step.protection());
    return true;
  }

  /** Without a target only what shrinks stays where it is for certain. */
  private static boolean remap(ObviousMappings mappings, Arguments step) {
    long from = step.start();
    long oldLength = step.pages("old_pages");
    long newLength = step.pages("new_pages");
    if (!step.fields().texts("flags").contains("FIXED")) {
      mappings.unmap(from + newLength, from + oldLength);
      return newLength <= oldLength;
    }
    long target = step.inner("to").start();
    mappings.copy(from, oldLength, target, newLength);
    if (!step.fields().texts("flags").contains("DONTUNMAP")) {
      mappings.unmap(from, from + oldLength);
    }
    return true;
  }

  /** Where a process maps something else than it should. */
  Optional<Breach> breach(World world) {
    for (UserProcess process : world.living()) {
      ObviousMappings mappings = known.get(process.space().id());
      Optional<String> difference =
          mappings == null ? Optional.empty() : mappings.difference(process);
      if (difference.isPresent()) {
        return Breach.of(Breach.Kind.MAPPINGS, difference.get());
      }
    }
    return Optional.empty();
  }
}
