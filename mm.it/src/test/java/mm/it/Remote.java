package mm.it;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.osgi.framework.ServiceReference;

/** Objects of the bundles, whose types are not those of the test: called by reflection. */
final class Remote {
  private Remote() {}

  /** A service of that type name. */
  static Object service(Felix felix, String type) throws Exception {
    ServiceReference<?>[] all = felix.context().getAllServiceReferences(type, null);
    return felix.context().getService(all[0]);
  }

  /** Calls the method of an interface that takes these arguments. */
  static Object call(Object target, String name, Object... arguments) throws Exception {
    Method method =
        types(target.getClass())
            .flatMap(type -> Stream.of(type.getInterfaces()))
            .flatMap(type -> Stream.of(type.getMethods()))
            .filter(each -> each.getName().equals(name) && takes(each, arguments))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " of " + target.getClass()));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    }
  }

  private static Stream<Class<?>> types(Class<?> type) {
    return Stream.iterate(type, each -> each != null, each -> each.getSuperclass());
  }

  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean number = types[i] == long.class && arguments[i] instanceof Long;
      if (!number && arguments[i] != null && !types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  /** A constant of an enum of a bundle. */
  static Object constant(Felix felix, String bundle, String type, String name) throws Exception {
    return felix.bundle(bundle).loadClass(type).getField(name).get(null);
  }
}
