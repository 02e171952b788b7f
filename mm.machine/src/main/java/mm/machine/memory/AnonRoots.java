package mm.machine.memory;

/** Chooses the {@link AnonRoot} of a mapping that gets its first private page. */
final class AnonRoots {
  private AnonRoots() {}

  /**
   * That of a neighbour which this mapping could become one with, so that they can be joined later;
   * else a new one.
   */
  static AnonRoot forFirstPage(Mapping mapping) {
    Mappings all = mapping.memory().mappings();
    int index = all.indexOf(mapping.start());
    AnonRoot root = reusable(mapping, all.get(index + 1), all.get(index + 1));
    if (root == null) {
      root = reusable(all.get(index - 1), mapping, all.get(index - 1));
    }
    return root != null ? root : new AnonRoot(null);
  }

  private static AnonRoot reusable(Mapping low, Mapping high, Mapping other) {
    if (other == null || other.anon() == null || other.anon().isInherited()) {
      return null;
    }
    return compatible(low, high) ? other.anon() : null;
  }

  /** Rights may differ: an mprotect could make them equal. */
  private static boolean compatible(Mapping low, Mapping high) {
    return low.end() == high.start()
        && low.backing() == high.backing()
        && ((low.flags() ^ high.flags()) & ~Flags.ACCESS) == 0
        && high.offset() == low.offsetAt(high.start());
  }
}
