package mm.conform.play;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.AdmittedDrivers;
import mm.api.CallbackObserver;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Violation;
import mm.deploy.lasting.LastingDispatcher;
import mm.spi.PageSource;

/**
 * An engine, and the next ones that take over from it: spaces outlive them as they do in Felix, by
 * the same class. What went wrong in an engine that has gone is not forgotten. Used by the one
 * thread of a script.
 */
final class Engines implements Dispatcher {
  private final CoreOptions options;
  private final LastingDispatcher spaces = new LastingDispatcher(Runnable::run);
  private final List<NotifierCore> gone = new ArrayList<>();
  private NotifierCore now;

  Engines(CoreOptions options) {
    this.options = options;
    enter(next -> {});
  }

  /** The engine that is there. */
  NotifierCore now() {
    return now;
  }

  /** Lets the next one take over what spaces there are. */
  void enter(Consumer<NotifierCore> admitting) {
    now = NotifierCore.create(options);
    admitting.accept(now);
    spaces.arrived(now);
  }

  /** Lets drivers and then the engine go. */
  void leave(Collection<String> drivers) {
    drivers.forEach(now.drivers()::retire);
    now.close();
    spaces.gone(now);
    gone.add(now);
  }

  /** Tells of each space that has come into an engine, before drivers are attached to it. */
  void whenAttended(Consumer<AddressSpace> action) {
    spaces.whenAttended(action);
  }

  @Override
  public AddressSpace createSpace(String name, PageSource pages) {
    return spaces.createSpace(name, pages);
  }

  @Override
  public List<AddressSpace> spaces() {
    return spaces.spaces();
  }

  @Override
  public AdmittedDrivers drivers() {
    return spaces.drivers();
  }

  @Override
  public Observation observe(CallbackObserver observer) {
    return spaces.observe(observer);
  }

  @Override
  public List<Violation> violations() {
    List<Violation> all = new ArrayList<>();
    gone.forEach(each -> all.addAll(each.violations()));
    all.addAll(now.violations());
    return all;
  }

  @Override
  public List<Violation> hints() {
    return spaces.hints();
  }

  @Override
  public void awaitFrees() {
    spaces.awaitFrees();
  }

  @Override
  public void close() {
    spaces.close();
    now.close();
  }
}
