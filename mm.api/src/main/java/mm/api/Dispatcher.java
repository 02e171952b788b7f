package mm.api;

import java.util.List;
import mm.spi.PageSource;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes address spaces, admits drivers, tells them, and counts what went wrong: what every caller
 * needs, and all that a reference for other engines has.
 *
 * <p>All methods may be called from any thread.
 */
@ProviderType
public interface Dispatcher extends AutoCloseable {
  /**
   * Makes a space without pages, for callers whose devices look up memory themselves.
   *
   * @param name for messages
   * @return the space
   */
  default AddressSpace createSpace(String name) {
    return createSpace(name, PageSource.NONE);
  }

  /**
   * Makes a space.
   *
   * @param name for messages
   * @param pages where drivers attached to the space look up its pages
   * @return the space
   */
  AddressSpace createSpace(String name, PageSource pages);

  /**
   * The spaces that are not released.
   *
   * @return a new list in order of creation
   */
  List<AddressSpace> spaces();

  /**
   * The drivers.
   *
   * @return those of this dispatcher
   */
  AdmittedDrivers drivers();

  /**
   * Sends every callback's outcome to an observer, from its next section on.
   *
   * @param observer who is told
   * @return closing it ends the observation
   */
  Observation observe(CallbackObserver observer);

  /**
   * The promises that drivers broke: one entry per cause, with a count.
   *
   * @return a new list in order of first occurrence
   */
  List<Violation> violations();

  /**
   * What looks like a broken promise but is not certain: callbacks during which the JVM counted a
   * wait of their thread that no port saw, in sections that forbid waiting (R1.1). A monitor that
   * was taken, a class that was loaded and the JVM itself can cause such a count, so a hint is a
   * place to look and never a verdict. Only with guards on, and empty where nobody looks for waits.
   *
   * @return a new list in order of first occurrence, one entry per cause, with a count
   */
  List<Violation> hints();

  /**
   * Waits until every shared notifier whose last reference was given back before this call has been
   * freed (R4.6): what a module does before it is unloaded. <b>May wait:</b> for sections that are
   * open. Not to be called from a callback or inside one's own section.
   *
   * @throws ContractException R2.8 from a callback, also from {@link mm.spi.NotifierFamily#free},
   *     or inside one's own section that somebody was told of
   */
  void awaitFrees();

  /** Releases every space and retires every driver. A second close does nothing. */
  @Override
  void close();
}
