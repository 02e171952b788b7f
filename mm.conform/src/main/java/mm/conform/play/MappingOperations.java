package mm.conform.play;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import mm.conform.play.Arguments.Range;
import mm.machine.Advice;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Protection;
import mm.machine.RemapFlag;
import mm.machine.RemapRequest;
import mm.machine.Sharing;

/** Operations on mappings. */
final class MappingOperations {
  private static final Map<String, Placement> PLACEMENTS =
      Map.of("noreplace", Placement.FIXED_NOREPLACE, "replace", Placement.FIXED);
  private static final String HUGETLB = "hugetlb";
  private static final List<String> NO_OPTIONS = List.of();
  private static final Set<String> KINDS = Set.of("anon", "memfd", "file", HUGETLB);

  private MappingOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("mmap", MappingOperations::mmap);
    all.put("munmap", MappingOperations::munmap);
    all.put("mprotect", MappingOperations::mprotect);
    all.put("mremap", MappingOperations::mremap);
    all.put("madvise", MappingOperations::madvise);
    all.put("process_madvise", MappingOperations::processMadvise);
    all.put("mlock", MappingOperations::mlock);
    all.put("munlock", MappingOperations::munlock);
    all.put("brk", MappingOperations::brk);
    all.put("prctl_vma_name", MappingOperations::name);
  }

  private static Action mmap(Arguments step) {
    String kind = step.fields().text("kind");
    if (!KINDS.contains(kind)) {
      return new Lacking("mappings of kind " + kind);
    }
    MapRequest request =
        MapRequest.anonymous(step.pages("pages"))
            .at(step.address(), step.fields().choice("fixed", PLACEMENTS))
            .with(step.protection())
            .with(step.fields().choice("sharing", Arguments.words(Sharing.class)));
    request = with(request, step);
    if (kind.equals(HUGETLB)) { // recorded without reservation: 3 GiB with a pool of 24 MiB
      return mmap(step, request.with(MapOption.HUGETLB).with(MapOption.NORESERVE));
    }
    return kind.equals("anon") ? mmap(step, request) : mmapFile(step, request);
  }

  /** Recordings of cases have none of these. */
  private static MapRequest with(MapRequest request, Arguments step) {
    MapRequest all = request;
    for (String each : step.fields().has("options") ? step.fields().texts("options") : NO_OPTIONS) {
      all = all.with(Arguments.word(MapOption.class, "options", each));
    }
    return all;
  }

  private static Action mmap(Arguments step, MapRequest request) {
    String process = step.process();
    return world -> Results.ofAddress(world.process(process).mmap(world.accounted(request)));
  }

  private static Action mmapFile(Arguments step, MapRequest request) {
    String process = step.process();
    String name = step.fields().text("file");
    long offset = step.pages("file_page");
    return world -> {
      MapRequest whole = ofFile(world.accounted(request), world.file(name), offset);
      return Results.ofAddress(world.process(process).mmap(whole));
    };
  }

  private static MapRequest ofFile(MapRequest request, Backing file, long offset) {
    return new MapRequest(
        request.address(),
        request.length(),
        request.protection(),
        request.sharing(),
        request.placement(),
        file,
        offset,
        request.options());
  }

  private static Action munmap(Arguments step) {
    Range range = step.range();
    String process = step.process();
    return world -> Results.of(world.process(process).munmap(range.start(), range.length()));
  }

  private static Action mprotect(Arguments step) {
    Range range = step.range();
    Protection protection = step.protection();
    String process = step.process();
    return world ->
        Results.of(world.process(process).mprotect(range.start(), range.length(), protection));
  }

  private static Action mremap(Arguments step) {
    Set<RemapFlag> flags = EnumSet.noneOf(RemapFlag.class);
    for (String flag : step.fields().texts("flags")) {
      flags.add(Arguments.word(RemapFlag.class, "flags", flag));
    }
    RemapRequest request =
        new RemapRequest(
            step.start(), step.pages("old_pages"), step.pages("new_pages"), target(step), flags);
    String process = step.process();
    return world -> Results.ofAddress(world.process(process).mremap(request));
  }

  private static long target(Arguments step) {
    return step.fields().has("to") ? step.inner("to").start() : 0;
  }

  private static Action madvise(Arguments step) {
    Range range = step.range();
    Optional<Advice> advice = advice(step);
    String process = step.process();
    return advice
        .<Action>map(
            known ->
                world ->
                    Results.of(
                        world.process(process).madvise(range.start(), range.length(), known)))
        .orElseGet(() -> unknownAdvice(step));
  }

  private static Optional<Advice> advice(Arguments step) {
    String name = step.fields().text("advice");
    return Optional.ofNullable(Arguments.words(Advice.class).get(name));
  }

  private static Action unknownAdvice(Arguments step) {
    return new Lacking("advice " + step.fields().text("advice"));
  }

  private static Action processMadvise(Arguments step) {
    List<Range> ranges =
        step.fields().objects("vec").stream()
            .map(each -> new Arguments(each, step.regions()).range())
            .toList();
    long[] pairs =
        ranges.stream().flatMapToLong(each -> LongStream.of(each.start(), each.length())).toArray();
    String process = step.process();
    String target = step.fields().text("target");
    return advice(step)
        .<Action>map(
            known ->
                world ->
                    Results.of(
                        world.process(process).processMadvise(world.process(target), known, pairs)))
        .orElseGet(() -> unknownAdvice(step));
  }

  private static Action mlock(Arguments step) {
    Range range = step.range();
    String process = step.process();
    return world -> Results.of(world.process(process).mlock(range.start(), range.length()));
  }

  private static Action munlock(Arguments step) {
    Range range = step.range();
    String process = step.process();
    return world -> Results.of(world.process(process).munlock(range.start(), range.length()));
  }

  /** As the recorded kernel, which was built without names (CONFIG_ANON_VMA_NAME=n). */
  private static Action name(Arguments step) {
    step.range();
    String process = step.process();
    return world -> {
      world.process(process);
      return Errno.EINVAL.name();
    };
  }

  /** Elsewhere than in region H where the script has said so by {@code heap_start}. */
  private static Action brk(Arguments step) {
    boolean elsewhere = step.fields().has("region");
    long end = elsewhere ? step.start() : step.address("H", step.fields().number("page"));
    String process = step.process();
    return world -> world.process(process).brk(end) == end ? Results.SUCCESS : "ENOMEM";
  }
}
