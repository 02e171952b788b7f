package mm.machine;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;

/** Is told of every section that a machine begins, also where nobody is subscribed. */
@FunctionalInterface
public interface SectionListener {
  /**
   * A section is about to begin.
   *
   * <p><b>Called by</b> the thread of the operation, under its locks. It must not wait, and must
   * not start an operation.
   *
   * @param space where
   * @param event why
   * @param start first address
   * @param end first address after the range
   */
  void beginning(AddressSpace space, InvalidationEvent event, long start, long end);
}
