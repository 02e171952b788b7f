package mm.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * The arguments of an mmap.
 *
 * @param address where, in bytes; what it means says the placement
 * @param length bytes, rounded up to whole pages
 * @param protection what is allowed
 * @param sharing private or shared
 * @param placement what the address means
 * @param file what is mapped, {@link Backing#ANONYMOUS} for fresh memory
 * @param offset first byte of the file, a multiple of the page size
 * @param options further wishes
 */
public record MapRequest(
    long address,
    long length,
    Protection protection,
    Sharing sharing,
    Placement placement,
    Backing file,
    long offset,
    Set<MapOption> options) {
  /**
   * Copies the options.
   *
   * @param address where, in bytes; what it means says the placement
   * @param length bytes, rounded up to whole pages
   * @param protection what is allowed
   * @param sharing private or shared
   * @param placement what the address means
   * @param file what is mapped, {@link Backing#ANONYMOUS} for fresh memory
   * @param offset first byte of the file, a multiple of the page size
   * @param options further wishes
   */
  public MapRequest {
    options = Set.copyOf(options);
  }

  /**
   * Fresh private memory, readable and writable, anywhere.
   *
   * @param length bytes
   * @return the request
   */
  public static MapRequest anonymous(long length) {
    return new MapRequest(
        0,
        length,
        Protection.RW,
        Sharing.PRIVATE,
        Placement.ANYWHERE,
        Backing.ANONYMOUS,
        0,
        Set.of());
  }

  /**
   * A file, private, readable and writable, anywhere.
   *
   * @param file the file
   * @param offset first byte of the file
   * @param length bytes
   * @return the request
   */
  public static MapRequest file(Backing file, long offset, long length) {
    return new MapRequest(
        0, length, Protection.RW, Sharing.PRIVATE, Placement.ANYWHERE, file, offset, Set.of());
  }

  /**
   * The same at an address.
   *
   * @param where the address
   * @param how what it means
   * @return a new request
   */
  public MapRequest at(long where, Placement how) {
    return new MapRequest(where, length, protection, sharing, how, file, offset, options);
  }

  /**
   * The same with another protection.
   *
   * @param other the protection
   * @return a new request
   */
  public MapRequest with(Protection other) {
    return new MapRequest(address, length, other, sharing, placement, file, offset, options);
  }

  /**
   * The same, private or shared.
   *
   * @param other which
   * @return a new request
   */
  public MapRequest with(Sharing other) {
    return new MapRequest(address, length, protection, other, placement, file, offset, options);
  }

  /**
   * The same with a further wish.
   *
   * @param option the wish
   * @return a new request
   */
  public MapRequest with(MapOption option) {
    EnumSet<MapOption> more = EnumSet.of(option);
    more.addAll(options);
    return new MapRequest(address, length, protection, sharing, placement, file, offset, more);
  }
}
