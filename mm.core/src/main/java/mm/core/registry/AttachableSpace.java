package mm.core.registry;

import mm.api.AddressSpace;
import mm.spi.PageSource;

/** A space of this engine, as attachments need it. */
public interface AttachableSpace extends AddressSpace {
  /**
   * A space as attachments need it.
   *
   * @param space any
   * @return the same
   * @throws IllegalArgumentException when it is of another engine
   */
  static AttachableSpace of(AddressSpace space) {
    if (space instanceof AttachableSpace own) {
      return own;
    }
    throw new IllegalArgumentException("space " + space.name() + " is of another engine");
  }

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
   * The sections that are open now and tell somebody. Does not wait.
   *
   * @return to be waited for
   */
  OpenNow openNow();

  /** Sections that were open at one moment. */
  interface OpenNow {
    /**
     * Waits until they have ended, not for later ones.
     *
     * @param timeoutNanos how long at most
     * @return whether they have ended
     */
    boolean awaitEnd(long timeoutNanos);
  }
}
