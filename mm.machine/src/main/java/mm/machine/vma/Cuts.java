package mm.machine.vma;

import mm.machine.Errno;
import mm.machine.huge.HugeSplit;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/**
 * Cuts mappings. Linux announces a cut inside a 2 MiB block that lies wholly in the mapping, since
 * the block could be one huge page, whether it is or not; if it is, single entries take its place
 * (6.18, {@code vma_adjust_trans_huge}).
 */
public final class Cuts {
  private Cuts() {}

  /** Announces that an address becomes a border of a mapping. */
  static void announce(Mapping mapping, long address) {
    if (mapping.isHugetlb()) {
      Hugetlb.announceCut(mapping, address);
      return;
    }
    long block = Layout.down(address, Layout.BLOCK);
    if (block == address || !mapping.holdsBlock(block)) {
      return;
    }
    ProcessMemory memory = mapping.memory();
    if (memory.tables().hasSlot(address)) {
      HugeSplit.announced(memory, block);
    }
  }

  /**
   * Cuts a mapping in two.
   *
   * @return the upper part; the mapping itself becomes the lower one
   */
  static Mapping split(Mapping mapping, long address) {
    announce(mapping, address);
    ProcessMemory memory = mapping.memory();
    Mapping upper = mapping.copy(memory, address, mapping.end(), mapping.offsetAt(address));
    memory.mappings().resize(mapping, mapping.start(), address, mapping.offset());
    memory.mappings().insert(upper);
    return upper;
  }

  /**
   * Cuts a mapping so that one part is exactly a range; the lower cut comes first, and the upper
   * one is judged against what it left.
   *
   * @return that part
   */
  static Mapping isolate(Mapping mapping, long start, long end) {
    Mapping part = mapping.start() < start ? split(mapping, start) : mapping;
    if (part.end() > end) {
      split(part, end);
    }
    return part;
  }

  /**
   * Tries the two cuts that make a range a mapping of its own. The lower one stays when only the
   * upper one is refused, as in Linux.
   *
   * @return 0 when the range can be cut out, or EINVAL
   */
  public static long check(Mapping mapping, long start, long end) {
    if (Hugetlb.refusesCut(mapping, start)) {
      return Errno.EINVAL.result();
    }
    if (!Hugetlb.refusesCut(mapping, end)) {
      return 0;
    }
    if (mapping.start() < start) {
      split(mapping, start);
    }
    return Errno.EINVAL.result();
  }

  /** Whether isolating a range keeps the number of mappings within the limit. */
  public static boolean fit(Mapping mapping, long start, long end) {
    int more = (mapping.start() < start ? 1 : 0) + (mapping.end() > end ? 1 : 0);
    return more == 0 || mapping.memory().mappings().size() + more <= Layout.MAX_MAPPINGS;
  }
}
