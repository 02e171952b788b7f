package mm.machine;

import mm.machine.memory.PageGroup;
import mm.machine.reclaim.Reclaim;

/**
 * A group of processes whose pages can be reclaimed together (Linux memory cgroup). Made by {@link
 * Machine#createGroup}, {@link #add} adds processes; forked children and executed programs stay in
 * the group. A page counts for every group of a process that maps it; there is no limit.
 */
public final class MemoryGroup {
  private final Machine machine;
  private final PageGroup pages;

  MemoryGroup(Machine machine, String name) {
    this.machine = machine;
    pages = new PageGroup(name);
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

  @Override
  public String toString() {
    return pages.name();
  }
}
