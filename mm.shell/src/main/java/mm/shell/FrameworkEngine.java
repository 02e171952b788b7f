package mm.shell;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import mm.api.CallbackObserver;
import mm.api.DriverPolicy;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.deploy.service.Configurations;
import mm.deploy.service.Deployment;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** The engine as a service, and what watches it. */
final class FrameworkEngine implements Engine {
  private final BundleContext context;
  private final CallbackStatistics statistics = new CallbackStatistics();
  private final CallbackTrace trace = new CallbackTrace(System::nanoTime);
  private final ServiceTracker<NotifierCore, Watched> cores;
  private final ServiceTracker<DriverPolicy, DriverPolicy> policies;
  private final ServiceTracker<Deployment, Deployment> deployments;
  private final ServiceTracker<Configurations, Configurations> configurations;

  /** An engine, and what has to be closed when it goes. */
  private record Watched(NotifierCore core, List<Observation> observations) {
    static Watched by(NotifierCore core, CallbackObserver... observers) {
      return new Watched(core, Stream.of(observers).map(core::observe).toList());
    }
  }

  FrameworkEngine(BundleContext context) {
    this.context = context;
    policies = new ServiceTracker<>(context, DriverPolicy.class, null);
    policies.open();
    deployments = new ServiceTracker<>(context, Deployment.class, null);
    deployments.open();
    configurations = new ServiceTracker<>(context, Configurations.class, null);
    configurations.open();
    cores =
        new ServiceTracker<>(context, NotifierCore.class, null) {
          @Override
          public Watched addingService(ServiceReference<NotifierCore> reference) {
            NotifierCore core = context.getService(reference);
            return Watched.by(core, statistics, trace);
          }

          @Override
          public void removedService(ServiceReference<NotifierCore> reference, Watched watched) {
            watched.observations.forEach(Observation::close);
            context.ungetService(reference);
          }
        };
    cores.open();
  }

  @Override
  public NotifierCore core() {
    Watched watched = cores.getService();
    if (watched == null) {
      throw CommandFailure.failed("the engine is not running: start the bundle mm.core");
    }
    return watched.core;
  }

  @Override
  public Deployment deployment() {
    return deployments().orElseGet(Engine.super::deployment);
  }

  @Override
  public Optional<Deployment> deployments() {
    return Optional.ofNullable(deployments.getService());
  }

  @Override
  public Optional<Configurations> configurations() {
    return Optional.ofNullable(configurations.getService());
  }

  @Override
  public Optional<String> property(String name) {
    return Optional.ofNullable(context.getProperty(name));
  }

  @Override
  public Optional<DriverPolicy> policy() {
    return Optional.ofNullable(policies.getService());
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // The property is the promise about the types.
  public Optional<ToIntFunction<Map<String, Object>>> verb(String name) {
    try {
      Collection<ServiceReference<ToIntFunction>> found =
          context.getServiceReferences(ToIntFunction.class, "(mm.verb=" + name + ")");
      return found.stream().findFirst().map(context::getService).map(each -> each);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public CallbackStatistics statistics() {
    return statistics;
  }

  @Override
  public CallbackTrace trace() {
    return trace;
  }

  void close() {
    cores.close();
    policies.close();
    deployments.close();
    configurations.close();
  }
}
