package mm.machine.memory;

import mm.machine.Backing;
import mm.machine.MappingView;
import mm.machine.Sharing;
import mm.machine.files.CachedFile;
import mm.machine.files.FileView;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;
import mm.spi.Access;

/**
 * A mapping, Linux {@code vm_area_struct}. Changed under the mmap lock held for writing; {@link
 * #anon} also under it held for reading, then with the page-table lock.
 */
public final class Mapping implements FileView {
  private final ProcessMemory memory;

  /** The file or shared memory behind it; null for private anonymous memory. */
  private final CachedFile backing;

  private long start;
  private long end;
  private int flags;

  /**
   * First page of the file. Private anonymous memory counts from address 0 of the place where it
   * was first mapped, so that neighbours that were always neighbours fit.
   */
  private long offset;

  private volatile AnonRoot anon;

  private long link;

  /** Set for good, under the mmap lock held in any way. */
  private volatile boolean guarded;

  /** A new one, linked nowhere; {@code offset} is the first page of the file. */
  public Mapping(ProcessMemory memory, CachedFile backing, long start, long end, long offset) {
    this.offset = offset;
    this.memory = memory;
    this.backing = backing;
    this.start = start;
    this.end = end;
  }

  public ProcessMemory memory() {
    return memory;
  }

  public CachedFile backing() {
    return backing;
  }

  public long start() {
    return start;
  }

  public long end() {
    return end;
  }

  public int flags() {
    return flags;
  }

  public AnonRoot anon() {
    return anon;
  }

  /** A copy elsewhere, or for another memory; not linked anywhere. */
  public Mapping copy(ProcessMemory owner, long newStart, long newEnd, long newOffset) {
    Mapping copy = new Mapping(owner, backing, newStart, newEnd, newOffset);
    copy.flags = flags;
    copy.anon = anon;
    copy.guarded = guarded;
    return copy;
  }

  /** Moves its borders; only {@link Mappings} may, which keeps it in order. */
  void move(long newStart, long newEnd, long newOffset) {
    start = newStart;
    end = newEnd;
    offset = newOffset;
  }

  void linkedAs(long number) {
    link = number;
  }

  /** Of two mappings, the one that got its borders later has the greater number. */
  public long link() {
    return link;
  }

  public void setFlags(int newFlags) {
    flags = newFlags;
  }

  public void setAnon(AnonRoot root) {
    anon = root;
  }

  /** Guards were put into it, or into what it was joined with; they may be gone again. */
  public boolean wasGuarded() {
    return guarded;
  }

  public void markGuarded() {
    guarded = true;
  }

  public boolean has(int mask) {
    return (flags & mask) != 0;
  }

  public boolean isPrivate() {
    return !has(Flags.SHARED);
  }

  public boolean isHugetlb() {
    return has(Flags.HUGETLB);
  }

  /** Whether it shows frames of a device. */
  public boolean isForeign() {
    return has(Flags.PFNMAP);
  }

  /**
   * Whether the hugetlb pool has promised it a page for each block that has none; a child's copy
   * has no promise, nor has one made with NORESERVE.
   */
  public boolean isPromised() {
    return isHugetlb() && isPrivate() && !has(Flags.NORESERVE);
  }

  public boolean isAnonymous() {
    return backing == null;
  }

  public boolean isAccessible() {
    return has(Flags.ACCESS);
  }

  public boolean allows(Access access) {
    return access == Access.WRITE ? has(Flags.WRITE) : isAccessible();
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long pages() {
    return (end - start) >>> Layout.PAGE_SHIFT;
  }

  public long offsetAt(long address) {
    return offset + ((address - start) >> Layout.PAGE_SHIFT);
  }

  /** Where a page of the file would be shown, which the mapping must hold. */
  public long addressOf(long page) {
    return start + ((page - offset) << Layout.PAGE_SHIFT);
  }

  /** Whether an aligned block of 2 MiB lies wholly in it. */
  public boolean holdsBlock(long block) {
    return block >= start && block + Layout.BLOCK <= end;
  }

  /** The bits of an entry that can be read but not written. */
  public long readBits() {
    return isAccessible() ? Pte.READ : 0;
  }

  /** The bits of an entry whose page this mapping may write in place. */
  public long writeBits() {
    return readBits() | (has(Flags.WRITE) ? Pte.WRITE : 0);
  }

  /** Makes sure that the mapping can hold private pages; Linux {@code anon_vma_prepare}. */
  public void prepareAnon() {
    if (anon == null) {
      memory.tables().lock();
      try {
        if (anon == null) {
          anon = AnonRoots.forFirstPage(this);
        }
      } finally {
        memory.tables().unlock();
      }
    }
  }

  public MappingView view() {
    return new MappingView(
        start,
        end,
        Flags.protection(flags),
        isPrivate() ? Sharing.PRIVATE : Sharing.SHARED,
        isAnonymous() ? Backing.ANONYMOUS : backing,
        offset,
        has(Flags.LOCKED) ? MappingView.Locking.LOCKED : MappingView.Locking.UNLOCKED);
  }
}
