package mm.conform.random;

import java.util.List;

/** Steps about mappings and accesses to them. */
final class MappingTopics {
  private static final List<String> PROTECTIONS = List.of("none", "r", "rw", "rw", "rw", "rwx");
  private static final List<String> ADVICE =
      List.of(
          "NORMAL",
          "RANDOM",
          "SEQUENTIAL",
          "WILLNEED",
          "DONTNEED",
          "DONTNEED",
          "DONTNEED_LOCKED",
          "FREE",
          "FREE",
          "REMOVE",
          "COLD",
          "PAGEOUT",
          "PAGEOUT",
          "POPULATE_READ",
          "POPULATE_WRITE",
          "GUARD_INSTALL",
          "GUARD_REMOVE",
          "DONTFORK",
          "DOFORK",
          "WIPEONFORK",
          "KEEPONFORK",
          "DONTDUMP",
          "DODUMP",
          "HUGEPAGE",
          "HUGEPAGE",
          "NOHUGEPAGE",
          "COLLAPSE",
          "COLLAPSE",
          "MERGEABLE",
          "UNMERGEABLE");

  /** An access a page: more would only take time. */
  private static final int MOST_TOUCHED = 24;

  private MappingTopics() {}

  static List<Topic> all() {
    return List.of(
        Topic.of(6, cast -> anonymous(cast, cast.place())),
        Topic.of(2, MappingTopics::advisedHuge),
        new Topic(5, Cast::hasFiles, MappingTopics::ofFile),
        Topic.of(1, MappingTopics::hugetlb),
        Topic.of(5, cast -> Words.op("munmap").by(cast.process()).on(cast.place())),
        Topic.of(6, MappingTopics::protect),
        Topic.of(5, MappingTopics::remap),
        Topic.of(14, MappingTopics::advise),
        Topic.of(1, MappingTopics::adviseProcess),
        Topic.of(1, cast -> Words.op("mlock").by(cast.process()).on(few(cast, 40))),
        Topic.of(1, cast -> Words.op("munlock").by(cast.process()).on(cast.place())),
        Topic.of(
            1, cast -> Words.op("brk").by(cast.process()).with("page", cast.random.nextInt(64))),
        Topic.of(20, MappingTopics::touch),
        Topic.of(2, cast -> touch(cast).with("access", "write").with("content", "same")),
        Topic.of(1, cast -> Words.op("procmem_write").by(cast.process()).on(few(cast, 12))),
        Topic.of(1, cast -> Words.op("prctl_vma_name").by(cast.process()).on(cast.place())),
        Topic.of(1, MappingTopics::clearRefs));
  }

  private static Place few(Cast cast, int most) {
    Place place = cast.place();
    return place.withPages(Math.min(place.pages(), 1 + cast.random.nextInt(most)));
  }

  static Words anonymous(Cast cast, Place place) {
    return Words.op("mmap")
        .by(cast.process())
        .on(place)
        .with("kind", "anon")
        .with("sharing", cast.oneIn(5) ? "shared" : "private")
        .with("prot", cast.pick(PROTECTIONS))
        .with("fixed", cast.oneIn(3) ? "noreplace" : "replace");
  }

  /** Mapped in whole blocks; the advice itself comes as any other. */
  private static Words advisedHuge(Cast cast) {
    return cast.oneIn(2)
        ? anonymous(cast, cast.place().inBlocks())
        : Words.op("madvise").on(cast.place().inBlocks()).with("advice", "HUGEPAGE");
  }

  private static Words ofFile(Cast cast) {
    Cast.ScriptFile file = cast.file();
    Place place = cast.place();
    long offset = cast.oneIn(2) ? place.page() % file.pages() : cast.random.nextInt(8);
    return Words.op("mmap")
        .by(cast.process())
        .on(place)
        .with("kind", file.kind().equals("regular") ? "file" : "memfd")
        .with("sharing", cast.oneIn(2) ? "shared" : "private")
        .with("prot", cast.pick(PROTECTIONS))
        .with("fixed", "replace")
        .with("file", file.name())
        .with("file_page", offset);
  }

  private static Words hugetlb(Cast cast) {
    return Words.op("mmap")
        .by(cast.process())
        .on(cast.place().inBlocks())
        .with("kind", "hugetlb")
        .with("sharing", cast.oneIn(2) ? "shared" : "private")
        .with("prot", "rw")
        .with("fixed", "replace");
  }

  private static Words protect(Cast cast) {
    return Words.op("mprotect")
        .by(cast.process())
        .on(cast.place())
        .with("prot", cast.pick(PROTECTIONS));
  }

  private static Words remap(Cast cast) {
    Place from = cast.place();
    Words step = Words.op("mremap").by(cast.process()).at(from);
    long grown = cast.oneIn(3) ? 1 + cast.random.nextInt(64) : from.pages();
    step.with("old_pages", cast.oneIn(20) ? 0 : from.pages());
    return switch (cast.random.nextInt(4)) {
      case 0 -> step.with("new_pages", grown).with("flags", List.of());
      case 1 -> step.with("new_pages", grown).with("flags", List.of("MAYMOVE"));
      case 2 -> moved(cast, step.with("new_pages", from.pages()), "DONTUNMAP");
      default -> moved(cast, step.with("new_pages", grown));
    };
  }

  private static Words moved(Cast cast, Words step, String... more) {
    List<String> flags = new java.util.ArrayList<>(List.of("MAYMOVE", "FIXED"));
    flags.addAll(List.of(more));
    return step.with("flags", flags).with("to", Words.place(cast.place()));
  }

  private static Words advise(Cast cast) {
    return Words.op("madvise")
        .by(cast.process())
        .on(cast.place())
        .with("advice", cast.pick(ADVICE));
  }

  private static Words adviseProcess(Cast cast) {
    List<Object> ranges =
        List.of(Words.range(cast.place()).values(), Words.range(cast.place()).values());
    return Words.op("process_madvise")
        .by(cast.process())
        .with("target", cast.process())
        .with("advice", cast.pick(List.of("DONTNEED", "COLD", "PAGEOUT", "WILLNEED")))
        .with("vec", ranges);
  }

  private static Words touch(Cast cast) {
    Place place = few(cast, MOST_TOUCHED);
    return Words.op("touch")
        .by(cast.process())
        .with("region", place.region())
        .with("access", cast.oneIn(3) ? "read" : "write")
        .with("ranges", List.of(List.of(place.page(), place.end())));
  }

  private static Words clearRefs(Cast cast) {
    return Words.op("clear_refs").by(cast.process()).with("value", 1 + cast.random.nextInt(5));
  }
}
