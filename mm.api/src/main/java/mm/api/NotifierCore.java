package mm.api;

import java.util.List;
import java.util.ServiceLoader;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The engine: a dispatcher that also watches its drivers and does what operators decide about them.
 *
 * <p>In plain Java {@link #create()} finds the engine on the class path. In OSGi it is a service;
 * the only way for drivers to get in is then a bundle that the engine's extender admits.
 *
 * <p>All methods may be called from any thread.
 */
@ProviderType
public interface NotifierCore extends Dispatcher {
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

  @Override
  DriverRegistry drivers();

  /**
   * Who waits for whom now: at ports of drivers, for open sections, in a close, and, where a thread
   * outside of ports stands before a lock of the JDK, there. Each wait lasted while it was looked
   * at, so that a cycle in the graph is a deadlock (incident "two notifiers wait on each other").
   * <b>Cost:</b> a look at all threads when somebody waits, nothing otherwise.
   *
   * @return a new graph; {@link WaitGraph#cycles} names those that block each other
   */
  WaitGraph waitGraph();

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
}
