package mm.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * The arguments of an mremap.
 *
 * @param address old start, page aligned
 * @param oldLength bytes that are remapped; 0 duplicates a shared mapping
 * @param newLength bytes afterwards
 * @param target new start: with FIXED where exactly, with DONTUNMAP alone a hint, else ignored
 * @param flags how it may move
 */
public record RemapRequest(
    long address, long oldLength, long newLength, long target, Set<RemapFlag> flags) {
  /**
   * Copies the flags.
   *
   * @param address old start, page aligned
   * @param oldLength bytes that are remapped; 0 duplicates a shared mapping
   * @param newLength bytes afterwards
   * @param target new start: with FIXED where exactly, with DONTUNMAP alone a hint, else ignored
   * @param flags how it may move
   */
  public RemapRequest {
    flags = Set.copyOf(flags);
  }

  /**
   * A change of size in place.
   *
   * @param address start, page aligned
   * @param oldLength bytes before
   * @param newLength bytes afterwards
   * @return the request
   */
  public static RemapRequest resize(long address, long oldLength, long newLength) {
    return new RemapRequest(address, oldLength, newLength, 0, Set.of());
  }

  /**
   * The same with another flag.
   *
   * @param flag the flag
   * @return a new request
   */
  public RemapRequest with(RemapFlag flag) {
    EnumSet<RemapFlag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new RemapRequest(address, oldLength, newLength, target, more);
  }

  /**
   * The same to a fixed address, that is, with MAYMOVE and FIXED.
   *
   * @param where the new start
   * @return a new request
   */
  public RemapRequest to(long where) {
    RemapRequest fixed = with(RemapFlag.MAYMOVE).with(RemapFlag.FIXED);
    return new RemapRequest(address, oldLength, newLength, where, fixed.flags);
  }

  boolean has(RemapFlag flag) {
    return flags.contains(flag);
  }
}
