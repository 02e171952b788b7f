package mm.api;

/**
 * Why a range is invalidated: the event of Linux {@code mmu_notifier_event}.
 *
 * <p>Removals, replacements and downgrades are announced. A page that appears, and a right that is
 * granted to a present page, is never announced.
 */
public enum InvalidationEvent {
  /** The range leaves the address space or moves away: munmap, mremap source, exit, reaping. */
  UNMAP,
  /** Page table entries are cleared or replaced while the mapping stays. The default in doubt. */
  CLEAR,
  /** Rights of the whole range change with its mapping: mprotect. Same pages. */
  PROTECTION_VMA,
  /** Rights of single pages are reduced: copy-on-write at fork, write-back. Same pages. */
  PROTECTION_PAGE,
  /** Soft-dirty marks are reset; same pages, later writes have to be reported as dirty again. */
  SOFT_DIRTY,
  /** Interval subscriptions only: the address space is dying. Range is the whole space. */
  RELEASE,
  /** Pages move to or from device memory; carries a {@link MigrationOwner}. */
  MIGRATE,
  /** Pages become exclusive to one device; carries a {@link MigrationOwner}. */
  EXCLUSIVE
}
