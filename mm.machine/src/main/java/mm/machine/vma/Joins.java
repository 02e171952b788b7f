package mm.machine.vma;

import mm.machine.memory.AnonRoot;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;

/**
 * Joins neighbouring mappings as Linux 6.18 {@code vma_merge} does: equal flags and file, offsets
 * that continue, and private pages that belong together.
 */
public final class Joins {
  private Joins() {}

  /**
   * Gives a part of a mapping other flags: lets it join its neighbours, else cuts it out.
   *
   * @return the mapping that now holds the part
   */
  public static Mapping change(Mapping mapping, long start, long end, int flags) {
    Mapping joined = join(mapping, start, end, flags);
    if (joined != null) {
      return joined;
    }
    Mapping part = Cuts.isolate(mapping, start, end);
    part.setFlags(flags);
    return part;
  }

  private static Mapping join(Mapping mapping, long start, long end, int flags) {
    Mappings all = mapping.memory().mappings();
    Mapping low = start == mapping.start() ? all.before(mapping) : null;
    Mapping high = end == mapping.end() ? all.after(mapping) : null;
    boolean joinsLow =
        low != null
            && low.end() == start
            && fits(low, low.offsetAt(start), flags, mapping, mapping.offset())
            && privateFits(low, mapping.anon(), mapping);
    boolean joinsHigh =
        high != null
            && high.start() == end
            && fits(high, high.offset(), flags, mapping, mapping.offsetAt(end))
            && privateFits(high, mapping.anon(), mapping)
            && (!joinsLow || bothFit(low, high));
    if (joinsLow && joinsHigh) {
      return joinAll(low, mapping, high);
    }
    return joinsLow
        ? joinLow(low, mapping, end)
        : joinsHigh ? joinHigh(mapping, high, start) : null;
  }

  private static Mapping joinAll(Mapping low, Mapping middle, Mapping high) {
    Mappings all = low.memory().mappings();
    inherit(low, high);
    inherit(low, middle);
    all.remove(middle);
    all.remove(high);
    all.resize(low, low.start(), high.end(), low.offset());
    return low;
  }

  /** The part up to {@code end} goes to the lower neighbour; its far border is a cut. */
  private static Mapping joinLow(Mapping low, Mapping mapping, long end) {
    Mappings all = low.memory().mappings();
    inherit(low, mapping);
    if (end == mapping.end()) {
      all.remove(mapping);
    } else {
      Cuts.announce(mapping, end);
      all.resize(mapping, end, mapping.end(), mapping.offsetAt(end));
    }
    all.resize(low, low.start(), end, low.offset());
    return low;
  }

  private static Mapping joinHigh(Mapping mapping, Mapping high, long start) {
    Mappings all = high.memory().mappings();
    inherit(high, mapping);
    long offset = mapping.offsetAt(start);
    if (start == mapping.start()) {
      all.remove(mapping);
    } else {
      Cuts.announce(mapping, start);
      all.resize(mapping, mapping.start(), start, mapping.offset());
    }
    all.resize(high, start, high.end(), offset);
    return high;
  }

  /**
   * Adds a new mapping, joined with its neighbours where it fits.
   *
   * @param made the new mapping; it is not linked yet
   * @param source what it is a copy of, or null
   * @return the mapping that now holds it
   */
  public static Mapping add(Mapping made, Mapping source) {
    Mappings all = made.memory().mappings();
    int index = all.indexOf(made.start());
    Mapping low = all.get(index - 1);
    Mapping high = all.get(index);
    boolean joinsLow =
        low != null
            && low.end() == made.start()
            && fits(low, low.offsetAt(made.start()), made.flags(), made, made.offset())
            && privateFits(low, made.anon(), source);
    boolean joinsHigh =
        high != null
            && high.start() == made.end()
            && fits(high, high.offset(), made.flags(), made, made.offsetAt(made.end()))
            && privateFits(high, made.anon(), source)
            && (!joinsLow || bothFit(low, high));
    if (joinsLow) {
      return grow(low, joinsHigh ? high : null, made);
    }
    if (joinsHigh) {
      inherit(high, made);
      all.resize(high, made.start(), high.end(), made.offset());
      return high;
    }
    all.insert(made);
    return made;
  }

  private static Mapping grow(Mapping low, Mapping high, Mapping made) {
    Mappings all = low.memory().mappings();
    long end = made.end();
    inherit(low, made);
    if (high != null) {
      inherit(low, high);
      end = high.end();
      all.remove(high);
    }
    all.resize(low, low.start(), end, low.offset());
    return low;
  }

  private static boolean fits(
      Mapping neighbour, long neighbourOffset, int flags, Mapping mapping, long offset) {
    return neighbour.flags() == flags
        && !Flags.has(flags, Flags.HUGETLB | Flags.PFNMAP)
        && neighbour.backing() == mapping.backing()
        && neighbourOffset == offset;
  }

  /**
   * Whether private pages of a part can go to a neighbour; {@code source} is where they are now.
   */
  private static boolean privateFits(Mapping neighbour, AnonRoot anon, Mapping source) {
    if (neighbour.anon() == null && anon != null) {
      return source == null || source.anon() == null || !source.anon().isInherited();
    }
    if (neighbour.anon() != null && anon == null) {
      return !neighbour.anon().isInherited();
    }
    return neighbour.anon() == anon;
  }

  private static boolean bothFit(Mapping low, Mapping high) {
    return low.anon() == null || high.anon() == null || low.anon() == high.anon();
  }

  private static void inherit(Mapping heir, Mapping from) {
    if (from.wasGuarded()) {
      heir.markGuarded();
    }
    if (heir.anon() == null) {
      heir.setAnon(from.anon());
    }
  }
}
