package mm.it;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/** Listens to the deployer, which waits for its listeners. */
final class Transitions {
  private static final String TYPE = "mm.deploy.service.TransitionListener";

  private Transitions() {}

  /** From now on each transition is told, as a record, by the thread that deploys. */
  static void listen(Felix felix, Consumer<Map<String, Object>> listener) throws Exception {
    Bundle deploy = felix.bundle("mm.deploy");
    Class<?> type = deploy.loadClass(TYPE);
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("changed")) {
                listener.accept(Foreign.record(arguments[0]));
                return null;
              }
              return method.getName().equals("hashCode")
                  ? (Object) System.identityHashCode(self)
                  : method.getName().equals("equals") ? self == arguments[0] : TYPE;
            });
    deploy.getBundleContext().registerService(TYPE, proxy, null);
  }
}
