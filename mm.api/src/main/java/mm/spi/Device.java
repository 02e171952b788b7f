package mm.spi;

import mm.api.AddressRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a driver drives in one space: the user of the translations. Methods may be called from any
 * thread and at the same time as callbacks.
 */
@ConsumerType
public interface Device {
  /**
   * Touches a page as the hardware would: uses the translation if there is one, else faults it in.
   *
   * <p><b>May block:</b> yes; never called from a callback or inside the thread's own section.
   *
   * @param address any address in the page
   * @param access what for
   * @return what happened
   */
  AccessOutcome access(long address, Access access);

  /**
   * Shows the translations held in a range, in no particular order: those that the hardware could
   * use at this moment, and no others. One that the device keeps and would not use without asking
   * the page source again is not among them unless it is right; the device may drop it on this
   * occasion. A page that several translations lead to is shown once for each.
   *
   * <p><b>Called by</b> the shadow checker after each change of the memory, also while sections are
   * open on other threads; and for hand-over. <b>May block:</b> on the device's own locks for a
   * moment, never for an invalidation, a fault or the hardware. <b>Locks held</b> by the caller:
   * none that a callback takes.
   *
   * @param range which
   * @param visitor told of each page, on the calling thread, under no lock of the device: it may
   *     call the page source
   */
  void translations(AddressRange range, TranslationVisitor visitor);

  /**
   * What the device did so far.
   *
   * @return the counters at this moment
   */
  DeviceCounters counters();

  /**
   * Makes no translation from now on and drops those it has; {@link #access} then answers {@link
   * AccessOutcome#DETACHED}. Callbacks still come. May block. A second call does nothing.
   */
  void quiesce();

  /**
   * Lets go of everything: pins, workers, tables. Called once, after {@link #quiesce} and after the
   * subscriptions were closed; no callback runs any more. May block.
   */
  void detach();
}
