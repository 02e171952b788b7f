package mm.conform.random;

import java.util.List;

/** Steps about what kernels do by themselves or offer beside: swap, merging, groups, userfaults. */
final class ServiceTopics {
  private ServiceTopics() {}

  static List<Topic> all() {
    return List.of(
        Topic.of(1, ServiceTopics::swap),
        Topic.of(1, cast -> Words.op("ksm").is("on")),
        Topic.of(1, cast -> Words.op("ksm_wait").by(cast.process()).on(cast.place())),
        Topic.of(1, cast -> Words.op("hugetlb_pool").with("huge_pages", cast.random.nextInt(9))),
        Topic.of(1, cast -> Words.op("memcg_join").by(cast.process()).with("group", group(cast))),
        Topic.of(1, cast -> Words.op("memcg_reclaim").with("group", group(cast))),
        Topic.of(1, ServiceTopics::limit),
        Topic.of(
            1, cast -> Words.op("background_reclaim").with("pages", 1 + cast.random.nextInt(99))),
        Topic.of(2, cast -> moving(cast, "migrate_to_device")),
        Topic.of(1, cast -> moving(cast, "migrate_to_system")),
        Topic.of(1, ServiceTopics::makeExclusive),
        Topic.of(2, ServiceTopics::register),
        Topic.of(1, cast -> Words.op("uffd_unregister").on(cast.place())),
        Topic.of(1, cast -> Words.op("uffd_copy").on(cast.place())),
        Topic.of(1, cast -> Words.op("uffd_zeropage").on(cast.place())),
        Topic.of(1, cast -> Words.op("uffd_continue").on(cast.place())),
        Topic.of(2, ServiceTopics::writeProtect),
        Topic.of(1, ServiceTopics::move),
        Topic.of(1, ServiceTopics::scan));
  }

  private static String group(Cast cast) {
    return cast.pick(List.of("g1", "g2"));
  }

  private static Words limit(Cast cast) {
    return Words.op("memcg_limit")
        .with("group", group(cast))
        .with("pages", 1 + cast.random.nextInt(2000));
  }

  private static Words swap(Cast cast) {
    return cast.oneIn(4)
        ? Words.op("swap").isNot("on")
        : Words.op("swap").is("on").with("pages", 1 + cast.random.nextInt(2000));
  }

  private static Words moving(Cast cast, String how) {
    return Words.op(how)
        .by(cast.process())
        .on(cast.place())
        .with("device", cast.pick(List.of("d1", "d2")));
  }

  private static Words makeExclusive(Cast cast) {
    return Words.op("make_exclusive").by(cast.process()).at(cast.place()).with("device", "d1");
  }

  private static Words register(Cast cast) {
    return Words.op("uffd_register")
        .on(cast.place())
        .with("mode", cast.pick(List.of("wp", "wp", "missing", "minor")));
  }

  private static Words writeProtect(Cast cast) {
    Words step = Words.op("uffd_writeprotect").on(cast.place());
    return cast.oneIn(3) ? step.isNot("enable") : step.is("enable");
  }

  private static Words move(Cast cast) {
    return Words.op("uffd_move").on(cast.place()).with("from", Words.place(cast.place()));
  }

  private static Words scan(Cast cast) {
    Words step = Words.op("pagemap_scan").by(cast.process()).on(cast.place());
    step.with("match", List.of("WRITTEN"));
    return cast.oneIn(3) ? step.isNot("write_protect") : step.is("write_protect");
  }
}
