package mm.core.registry;

import mm.api.AddressSpace;
import mm.spi.PageSource;

/** A space of this engine, as attachments need it. */
public interface AttachableSpace extends AddressSpace {
  /**
   * Where attached drivers look up pages.
   *
   * @return the source given at creation
   */
  PageSource pages();

  /**
   * Runs something after the release of the space, or at once if it is released; in a race twice.
   *
   * @param action what to run
   * @return makes the space forget the action
   */
  Runnable afterRelease(Runnable action);

  /**
   * Waits until every section has ended that is open now and tells somebody.
   *
   * @param timeoutNanos how long at most
   * @return whether they have ended
   */
  boolean awaitOpenSections(long timeoutNanos);
}
