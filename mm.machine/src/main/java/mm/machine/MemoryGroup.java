package mm.machine;

import mm.machine.memory.PageGroup;
import mm.machine.memory.ProcessMemory;
import mm.machine.reclaim.Reclaim;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * A group of processes whose pages can be reclaimed together (Linux memory cgroup). Made by {@link
 * Machine#createGroup}, {@link #add} adds processes; forked children and executed programs stay in
 * the group. A page counts for every group of a process that maps it; without a limit nothing is
 * counted.
 */
public final class MemoryGroup {
  private final Machine machine;
  private final PageGroup pages;

  MemoryGroup(Machine machine, String name) {
    this.machine = machine;
    pages = new PageGroup(name, machine.state().frames());
  }

  /**
   * The name given at creation.
   *
   * @return the name, for messages
   */
  public String name() {
    return pages.name();
  }

  /**
   * Lets a process join, leaving the group it was in.
   *
   * @param process who joins
   */
  public void add(UserProcess process) {
    process.memory().join(pages);
  }

  /**
   * Reclaims everything reclaimable of the group (Linux cgroup v1 {@code memory.force_empty}): asks
   * devices through their aging notifiers, then unmaps page by page, each page announced to every
   * space that maps it. Runs on the calling thread, which need not be one of the group; memories
   * whose mmap lock is held for writing at this moment are left out.
   *
   * @return number of pages that left
   */
  public long forceEmpty() {
    machine.operations().begin("force_empty", pages.name());
    int freed = Reclaim.run(machine.state(), memory -> memory.group() == pages, Integer.MAX_VALUE);
    machine.operations().done();
    return freed;
  }

  /**
   * Limits how many pages its processes may have (Linux {@code memory.limit_in_bytes}). A page
   * counts for the group whose process used it first, until it is freed; hugetlb pages do not. When
   * there are too many now, some are reclaimed. A fault that would exceed the limit reclaims in the
   * group, and ends with {@link FaultOutcome#OUT_OF_MEMORY} when that does not help: then {@link
   * OomReaper#kill(MemoryGroup)} is due.
   *
   * @param limit pages, at least 1
   * @return 0, or EBUSY when not enough could be reclaimed; then the limit is as it was
   */
  public long setLimit(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1 page: " + limit);
    }
    machine.operations().begin("limit_in_bytes", pages.name());
    long before = pages.limit();
    pages.setLimit(limit);
    chargePresent();
    for (int freed = 1; !pages.hasRoomFor(0) && freed > 0; ) {
      int excess = (int) Math.min(Integer.MAX_VALUE, pages.charged() - limit);
      freed = Reclaim.run(machine.state(), memory -> memory.group() == pages, excess);
    }
    boolean fits = pages.hasRoomFor(0);
    if (!fits) {
      pages.setLimit(before);
    }
    return machine.operations().done(fits ? 0 : Errno.EBUSY.result());
  }

  /** Pages were not counted before the first limit. */
  private void chargePresent() {
    for (ProcessMemory memory : machine.state().memories()) {
      if (memory.group() == pages) {
        memory
            .tables()
            .walk(
                0, Layout.USER_END, (base, entries, from, to) -> charge(memory, entries, from, to));
      }
    }
  }

  private void charge(ProcessMemory memory, long[] entries, int from, int to) {
    if (!memory.frames().isPooled(Pte.frame(entries[from]))) {
      pages.charge(entries, from, to);
    }
  }

  /**
   * Number of pages that count for the group.
   *
   * @return at least 0; 0 before the first limit
   */
  public long charged() {
    return pages.charged();
  }

  PageGroup pages() {
    return pages;
  }

  @Override
  public String toString() {
    return pages.name();
  }
}
