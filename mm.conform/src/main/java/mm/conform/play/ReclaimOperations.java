package mm.conform.play;

import java.util.Map;
import java.util.function.Function;
import mm.conform.play.Arguments.Range;
import mm.conform.script.BadFieldException;

/**
 * Operations that make pages leave or run short: swap, page merging, groups, pool of huge pages.
 */
final class ReclaimOperations {
  private ReclaimOperations() {}

  static void addTo(Map<String, Function<Arguments, Action>> all) {
    all.put("swap", ReclaimOperations::swap);
    all.put("ksm", ReclaimOperations::ksm);
    all.put("ksm_wait", ReclaimOperations::ksmWait);
    all.put("memcg_join", ReclaimOperations::join);
    all.put("memcg_reclaim", ReclaimOperations::reclaim);
    all.put("memcg_limit", ReclaimOperations::limit);
    all.put("hugetlb_pool", ReclaimOperations::hugetlbPool);
  }

  private static Action join(Arguments step) {
    String group = step.fields().text("group");
    String process = step.process();
    return world -> {
      world.group(group).add(world.process(process));
      return Results.SUCCESS;
    };
  }

  private static Action reclaim(Arguments step) {
    String group = step.fields().text("group");
    return world -> {
      world.group(group).forceEmpty();
      return Results.SUCCESS;
    };
  }

  private static Action limit(Arguments step) {
    String group = step.fields().text("group");
    long pages = step.fields().number("pages");
    if (pages < 1) {
      throw new BadFieldException("'pages' is at least 1");
    }
    return world -> Results.of(world.group(group).setLimit(pages));
  }

  private static Action hugetlbPool(Arguments step) {
    int pages = (int) Math.min(step.fields().number("huge_pages"), Integer.MAX_VALUE);
    return world -> {
      world.machine().setHugetlbPool(pages);
      return Results.SUCCESS;
    };
  }

  private static Action ksm(Arguments step) {
    boolean on = step.fields().flag("on");
    return world -> {
      world.setMerging(on);
      return Results.SUCCESS;
    };
  }

  private static Action ksmWait(Arguments step) {
    Range range = step.range();
    String process = step.process();
    return world -> {
      world.mergePages();
      return Results.of(
          world.process(process).proc().maps().mergedPages(range.start(), range.length()));
    };
  }

  private static Action swap(Arguments step) {
    if (!step.fields().flag("on")) {
      return world -> Results.of(world.machine().swapOff());
    }
    int pages = (int) Math.min(step.fields().number("pages"), Integer.MAX_VALUE);
    return world -> {
      world.machine().swapOn(pages);
      return Results.SUCCESS;
    };
  }
}
