package mm.api;

import java.util.List;
import java.util.ServiceLoader;
import mm.spi.PageSource;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The engine: makes address spaces, admits drivers, counts what went wrong.
 *
 * <p>In plain Java {@link #create()} finds the engine on the class path. In OSGi it is a service;
 * the only way for drivers to get in is then a bundle that the engine's extender admits.
 *
 * <p>All methods may be called from any thread.
 */
@ProviderType
public interface NotifierCore extends AutoCloseable {
  /**
   * Makes an engine with {@link CoreOptions#defaults()}.
   *
   * @return a new engine, independent of all others
   * @throws IllegalStateException when no engine is on the class path
   */
  static NotifierCore create() {
    return create(CoreOptions.defaults());
  }

  /**
   * Makes an engine.
   *
   * @param options what to check and allow
   * @return a new engine, independent of all others
   * @throws IllegalStateException when no engine is on the class path
   */
  static NotifierCore create(CoreOptions options) {
    return ServiceLoader.load(NotifierEngine.class, NotifierEngine.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("no engine on the class path: add mm.core beside mm.api"))
        .create(options);
  }

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
   * @return the registry of this engine
   */
  DriverRegistry drivers();

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
   * place to look and never a verdict. Only with guards on.
   *
   * @return a new list in order of first occurrence, one entry per cause, with a count
   */
  List<Violation> hints();

  /**
   * The drivers that did other than they declare, each with what was seen of it.
   *
   * @return a new list in order of arrival; drivers that kept their word are not in it
   */
  default List<Drift> drift() {
    List<Violation> broken = violations();
    List<Violation> hinted = hints();
    return drivers().list().stream()
        .flatMap(driver -> driver.capability().stream())
        .map(word -> new Drift(word, of(word.id(), broken), of(word.id(), hinted)))
        .filter(drift -> !drift.observed().isEmpty() || !drift.hinted().isEmpty())
        .toList();
  }

  private static List<Violation> of(String driver, List<Violation> all) {
    return all.stream().filter(each -> each.subscriber().equals(driver)).toList();
  }

  /**
   * Waits until every shared notifier whose last reference was given back before this call has been
   * freed (R4.6): what a module does before it is unloaded. <b>May wait:</b> for sections that are
   * open. Not to be called from a callback or inside one's own section.
   *
   * @throws ContractException R2.8 from a callback
   */
  void awaitFrees();

  /** Releases every space and retires every driver. A second close does nothing. */
  @Override
  void close();
}
