package mm.replay;

import java.util.Map;
import mm.api.InvalidationEvent;

/**
 * What the kernel functions that raise notifications mean. The event itself is not recorded; these
 * are the functions of Linux 6.18 and what they announce.
 */
final class RecordedEvents {
  private static final Map<String, InvalidationEvent> EVENTS =
      Map.ofEntries(
          Map.entry("unmap_vmas", InvalidationEvent.UNMAP),
          Map.entry("unmap_single_vma", InvalidationEvent.UNMAP),
          Map.entry("move_page_tables", InvalidationEvent.UNMAP),
          Map.entry("__oom_reap_task_mm", InvalidationEvent.UNMAP),
          Map.entry("zap_page_range_single", InvalidationEvent.CLEAR),
          Map.entry("zap_page_range_single_batched", InvalidationEvent.CLEAR),
          Map.entry("madvise_free_single_vma", InvalidationEvent.CLEAR),
          Map.entry("do_wp_page", InvalidationEvent.CLEAR),
          Map.entry("__split_huge_pmd", InvalidationEvent.CLEAR),
          Map.entry("change_protection", InvalidationEvent.PROTECTION_VMA),
          Map.entry("copy_page_range", InvalidationEvent.PROTECTION_PAGE),
          Map.entry("page_vma_mkclean_one", InvalidationEvent.PROTECTION_PAGE),
          Map.entry("clear_refs_write", InvalidationEvent.SOFT_DIRTY));

  private RecordedEvents() {}

  /** The event that a function announces; CLEAR in doubt. */
  static InvalidationEvent of(String initiator) {
    return EVENTS.getOrDefault(initiator, InvalidationEvent.CLEAR);
  }

  /** Whether the pages of the range are surely gone, so that a translation left is surely stale. */
  static boolean discards(String initiator) {
    return switch (initiator) {
      case "unmap_vmas",
          "unmap_single_vma",
          "move_page_tables",
          "__oom_reap_task_mm",
          "zap_page_range_single",
          "zap_page_range_single_batched" ->
          true;
      default -> false;
    };
  }
}
