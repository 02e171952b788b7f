package mm.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** What the hardware does with a page at the moment at which it uses its translation. */
@ConsumerType
public interface Transfer {
  /** Nothing: the translation is used, and no data moves. */
  Transfer NOTHING = frame -> {};

  /**
   * Reads or writes a frame.
   *
   * <p><b>Called by</b> the device, on the thread of {@link DataDevice#access(long, Access,
   * Transfer)}, under the lock that keeps the translation from being dropped meanwhile: an
   * invalidation has to wait for it (R1.4). <b>May block:</b> no. It calls neither the device nor
   * the page source.
   *
   * @param frame where the translation leads, as {@link Page#frame()}
   */
  void use(long frame);
}
