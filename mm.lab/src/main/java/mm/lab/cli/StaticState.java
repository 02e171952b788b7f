package mm.lab.cli;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether classes can keep in static fields what an order leaves to the next one. */
final class StaticState {
  /** Constants whatever they consist of; names, since not every bundle has them all. */
  private static final Set<String> CONSTANTS =
      Set.of(
          "java.lang.Class",
          "java.lang.invoke.MethodHandle",
          "java.lang.invoke.VarHandle",
          "java.util.regex.Pattern",
          "org.slf4j.Logger");

  private static final Set<Class<?>> VALUES =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class);

  /** Superclasses without a state of their own; the constants of an enum may have some. */
  private static final Set<Class<?>> ROOTS = Set.of(Object.class, Enum.class);

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StaticState() {}

  /** Looks at all static fields; where that cannot be done there may be something. */
  static boolean isIn(Collection<String> names, ClassLoader loader) {
    try {
      List<Field> all = new ArrayList<>();
      for (String each : names) {
        fields(Class.forName(each, false, loader))
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .forEach(all::add);
      }
      return !all.stream().allMatch(each -> Modifier.isFinal(each.getModifiers()))
          || !new StaticState().areConstants(all, null);
    } catch (ReflectiveOperationException | LinkageError | InaccessibleObjectException e) {
      return true;
    }
  }

  private static Stream<Field> fields(Class<?> type) {
    return Stream.of(type.getDeclaredFields()).filter(each -> !each.isSynthetic());
  }

  /** Fields of an object, or static ones; they have been found to be final. */
  private boolean areConstants(List<Field> fields, Object owner) throws IllegalAccessException {
    for (Field each : fields) {
      Class<?> type = each.getType();
      boolean plain = type.isPrimitive() || CONSTANTS.contains(type.getName());
      if (!plain) {
        each.setAccessible(true);
      }
      if (!plain && !isConstant(each.get(owner))) {
        return false;
      }
    }
    return true;
  }

  private boolean isConstant(Object value) throws IllegalAccessException {
    if (value == null || VALUES.contains(value.getClass()) || !seen.add(value)) {
      return true;
    }
    return value.getClass().getName().startsWith("java.util.ImmutableCollections")
        ? consistsOfConstants(value)
        : hasConstants(value);
  }

  private boolean consistsOfConstants(Object collection) throws IllegalAccessException {
    Stream<?> parts =
        collection instanceof Map<?, ?> map
            ? Stream.concat(map.keySet().stream(), map.values().stream())
            : ((Collection<?>) collection).stream();
    for (Object each : parts.toList()) {
      if (!isConstant(each)) {
        return false;
      }
    }
    return true;
  }

  /**
   * An array can be written, as can whatever has a field that is not final; what a thread-local
   * keeps is not in its fields.
   */
  private boolean hasConstants(Object value) throws IllegalAccessException {
    List<Field> own = new ArrayList<>();
    for (Class<?> type = value.getClass(); !ROOTS.contains(type); type = type.getSuperclass()) {
      fields(type).filter(each -> !Modifier.isStatic(each.getModifiers())).forEach(own::add);
    }
    return !value.getClass().isArray()
        && !(value instanceof ThreadLocal)
        && own.stream().allMatch(each -> Modifier.isFinal(each.getModifiers()))
        && areConstants(own, value);
  }
}
