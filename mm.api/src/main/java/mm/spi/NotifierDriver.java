package mm.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver. The class carries {@link DriverInfo}, is public, has a public constructor without
 * parameters that does nothing worth mentioning, and is named in {@code
 * META-INF/services/mm.spi.NotifierDriver}.
 */
@ConsumerType
public interface NotifierDriver {
  /**
   * Begins to drive a device in an address space.
   *
   * <p><b>Called by</b> whoever attaches; once per space and attachment, never inside a section of
   * the same thread. <b>May block:</b> yes. <b>Concurrency:</b> attaches for several spaces may run
   * at once. <b>Pairs with:</b> {@link Device#detach()}.
   *
   * <p><b>Failure:</b> an exception or null refuses the attachment (R6.12); subscriptions made so
   * far are closed.
   *
   * @param context everything the driver may use in this space
   * @return the device
   */
  Device attach(DriverContext context);
}
