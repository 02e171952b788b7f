package mm.machine.memory;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.machine.SectionListener;
import mm.machine.UserfaultFeature;
import mm.machine.frames.Frames;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.spi.PageSource;

/**
 * The memory of one or several processes, Linux {@code mm_struct}: state and locks; the operations
 * are classes of their own.
 */
public final class ProcessMemory {
  private final MachineState machine;
  private final Frames frames;
  private final KernelWays kernel;
  private final Mappings mappings = new Mappings();
  private final PageTables tables = new PageTables();
  private final ChangeLog changes;

  /** How devices look up its pages. */
  private final PageSource pages;

  private final AddressSpace space;

  /** The mmap lock; who takes it how is listed in the package's lock order. */
  private final ReentrantReadWriteLock mmapLock = new ReentrantReadWriteLock();

  /** Start of the heap and its end as last set; guarded by the mmap lock. */
  private long heapStart = Layout.HEAP_START;

  private long heapEnd = Layout.HEAP_START;

  /** What the userfaultfd of this memory can do; null while it has none. */
  private volatile Set<UserfaultFeature> userfault;

  private final OomMarks oom = new OomMarks();

  /** Null when it is in none. */
  private volatile PageGroup group;

  /** Null where ends do not flush. */
  private final EndFlushes endFlushes;

  private final AtomicInteger users = new AtomicInteger(1);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong flushed = new AtomicLong();

  public ProcessMemory(MachineState machine, String name) {
    this.machine = machine;
    this.frames = machine.frames();
    this.kernel = machine.kernel();
    this.endFlushes = kernel.flushesInEnd() ? new EndFlushes() : null;
    this.changes = new ChangeLog(this);
    this.pages = machine.pagesOf(this);
    this.space = machine.createSpace(name, pages);
    machine.add(this);
  }

  public MachineState machine() {
    return machine;
  }

  public Frames frames() {
    return frames;
  }

  public KernelWays kernel() {
    return kernel;
  }

  public Mappings mappings() {
    return mappings;
  }

  public PageTables tables() {
    return tables;
  }

  public ChangeLog changes() {
    return changes;
  }

  public PageSource pages() {
    return pages;
  }

  public AddressSpace space() {
    return space;
  }

  public ReentrantReadWriteLock mmapLock() {
    return mmapLock;
  }

  public long heapStart() {
    return heapStart;
  }

  public long heapEnd() {
    return heapEnd;
  }

  public OomMarks oom() {
    return oom;
  }

  public PageGroup group() {
    return group;
  }

  /** An empty memory for a child or another program; it stays in the group. */
  public ProcessMemory successor(String name) {
    ProcessMemory next = new ProcessMemory(machine, name);
    next.group = group;
    return next;
  }

  /** Moves into a group, out of the one it was in. */
  public void join(PageGroup newGroup) {
    group = newGroup;
  }

  /** The heap's borders as a program sees them; the mmap lock is held for writing. */
  public void setHeap(long start, long end) {
    heapStart = start;
    heapEnd = end;
  }

  /** Linux {@code mmap_assert_write_locked}: mappings are about to change. */
  void assertWriteLocked() {
    if (!mmapLock.isWriteLockedByCurrentThread()) {
      throw new IllegalStateException("the mmap lock is not held for writing");
    }
  }

  /** Linux {@code mmap_assert_locked}: mappings must not change meanwhile. */
  public void assertLocked() {
    if (mmapLock.getReadHoldCount() == 0 && !mmapLock.isWriteLockedByCurrentThread()) {
      throw new IllegalStateException("the mmap lock is not held");
    }
  }

  /** One more process uses this memory. */
  public void share() {
    users.incrementAndGet();
  }

  /** A process no longer uses this memory; true when it was the last one. */
  public boolean unshare() {
    return users.decrementAndGet() == 0;
  }

  /** Gives it a userfaultfd; the mmap lock is held for writing. */
  public void openUserfault(Set<UserfaultFeature> features) {
    userfault = features;
  }

  public boolean hasUserfault() {
    return userfault != null;
  }

  public boolean userfaultHas(UserfaultFeature feature) {
    Set<UserfaultFeature> features = userfault;
    return features != null && features.contains(feature);
  }

  public long begin(InvalidationEvent event, long start, long end) {
    return begin(event, start, end, MigrationOwner.NONE);
  }

  public long begin(InvalidationEvent event, long start, long end, MigrationOwner owner) {
    count(event, start, end);
    boolean opened = false;
    try {
      long stamp = space.begin(event, start, end, owner);
      opened = true;
      begun(start, end);
      return stamp;
    } finally {
      if (!opened) {
        open.decrementAndGet();
      }
    }
  }

  /** Like {@link #begin} but nobody waits; may be declined, then there is nothing to end. */
  public long tryBegin(InvalidationEvent event, long start, long end) {
    count(event, start, end);
    long stamp = AddressSpace.DECLINED;
    try {
      stamp = space.tryBegin(event, start, end);
      if (stamp != AddressSpace.DECLINED) {
        begun(start, end);
      }
      return stamp;
    } finally {
      if (stamp == AddressSpace.DECLINED) {
        open.decrementAndGet();
      }
    }
  }

  private void count(InvalidationEvent event, long start, long end) {
    open.incrementAndGet();
    begun.incrementAndGet();
    SectionListener listener = machine.sections();
    if (listener != null) {
      listener.beginning(space, event, start, end);
    }
  }

  private void begun(long start, long end) {
    if (endFlushes != null) {
      endFlushes.begun(start, end);
    }
  }

  /** Ends a section; where ends flush secondary TLBs, those of its range. */
  public void end(long stamp) {
    if (endFlushes != null) {
      endFlushes.flushLast(space);
    }
    close(stamp);
  }

  /** Ends a section whose operation has flushed what had to be (Linux {@code only_end}). */
  public void endOnly(long stamp) {
    if (endFlushes != null) {
      endFlushes.forgetLast();
    }
    close(stamp);
  }

  private void close(long stamp) {
    try {
      space.end(stamp);
    } finally {
      open.decrementAndGet();
    }
  }

  /** Ends a section and flushes after that; secondary TLBs are not judged in between. */
  public void endAndFlush(long stamp, long start, long end) {
    owesFlush();
    try {
      end(stamp);
      flush(start, end);
    } finally {
      flushPaid();
    }
  }

  /**
   * Entries were cleared or weakened, and secondary TLBs will be flushed of them after the section
   * has ended, as Linux does where it unmaps, protects or forks. Until then they rightly hold what
   * no entry says any more: it counts as an open section. <b>Pairs with</b> {@link #flushPaid}.
   */
  public void owesFlush() {
    open.incrementAndGet();
    begun.incrementAndGet();
  }

  public void flushPaid() {
    open.decrementAndGet();
  }

  /** Number of sections and outstanding flushes of the machine's operations here. */
  public int openSections() {
    return open.get();
  }

  /**
   * Number of sections ever begun, each counted as open before. Unchanged since nothing was open
   * means that no entry was taken away meanwhile.
   */
  public long begunSections() {
    return begun.get();
  }

  /** Flushes the CPU's TLB, and secondary ones where that is one step. */
  public void flush(long start, long end) {
    flushed.incrementAndGet();
    if (endFlushes == null) {
      space.flushSecondaryTlbs(start, end);
    }
  }

  /**
   * Flushes the CPU's TLB and secondary ones, under every kernel: before another page takes the
   * place of the one that was there ({@code *_clear_flush_notify}), and before pages are freed.
   */
  public void flushAll(long start, long end) {
    flushed.incrementAndGet();
    space.flushSecondaryTlbs(start, end);
  }

  /** Number of flushes of the CPU's TLB. */
  public long flushes() {
    return flushed.get();
  }

  /** Says where an entry that was cleared will lead; the page-table lock is held. */
  public void changePte(long page, int frame) {
    if (kernel.changesPtes()) {
      space.changePte(page, frames.handle(frame));
    }
  }
}
