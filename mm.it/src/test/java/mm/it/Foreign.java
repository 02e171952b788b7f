package mm.it;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Calls services of bundles, whose classes are not those of the test. */
final class Foreign {
  private Foreign() {}

  /** Calls a public method of an interface, by name and number of arguments. */
  static Object call(Object target, String name, Object... arguments) {
    Method method = method(target.getClass(), name, arguments.length);
    try {
      return method.invoke(target, converted(method, arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Method method(Class<?> type, String name, int arguments) {
    return interfaces(type)
        .flatMap(each -> Stream.of(each.getMethods()))
        .filter(each -> each.getName().equals(name) && each.getParameterCount() == arguments)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " has no " + name));
  }

  private static Stream<Class<?>> interfaces(Class<?> type) {
    if (type == null) {
      return Stream.empty();
    }
    return Stream.concat(
        type.isInterface() ? Stream.of(type) : Stream.empty(),
        Stream.concat(
            interfaces(type.getSuperclass()),
            Stream.of(type.getInterfaces()).flatMap(Foreign::interfaces)));
  }

  /** Names stand for constants. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // The parameter's type says which enum.
  private static Object[] converted(Method method, Object[] arguments) {
    Object[] converted = arguments.clone();
    for (int i = 0; i < converted.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      if (type.isEnum() && converted[i] instanceof String name) {
        converted[i] = Enum.valueOf((Class) type, name);
      }
    }
    return converted;
  }

  /** A record as a map, constants as their names. */
  static Map<String, Object> record(Object record) {
    Map<String, Object> map = new LinkedHashMap<>();
    try {
      for (RecordComponent each : record.getClass().getRecordComponents()) {
        Object value = each.getAccessor().invoke(record);
        map.put(each.getName(), value instanceof Enum<?> constant ? constant.name() : value);
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return map;
  }
}
