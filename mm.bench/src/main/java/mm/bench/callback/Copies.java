package mm.bench.callback;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Defines one class several times under different names. To the compiler each is another class, so
 * a call of sixteen of them is megamorphic.
 *
 * <p>Ordinary classes of one loader, because the alternatives measure something else. With a loader
 * for each, class data begins at a round address, sixteen of them compete for the same cache lines,
 * and a call takes 3 or 18 ns, differently in each JVM. Methods of hidden classes stay slow when
 * they are called by reflection, as one of the peers does, on JDK 17.
 */
final class Copies {
  private Copies() {}

  static <T> List<T> of(Class<? extends T> template, Class<T> type, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> type.cast(instance(copy(template, (char) ('A' + i)))))
        .toList();
  }

  private static Object instance(Class<?> copy) {
    try {
      return copy.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + copy, e);
    }
  }

  private static Class<?> copy(Class<?> template, char letter) {
    String name = renamed(template.getName(), letter);
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException notYet) {
      return define(template, letter);
    }
  }

  /** Replaces the name wherever it stands: of the same length, so that nothing else changes. */
  private static Class<?> define(Class<?> template, char letter) {
    String name = template.getSimpleName();
    String code = new String(code(template), StandardCharsets.ISO_8859_1);
    byte[] copy = code.replace(name, renamed(name, letter)).getBytes(StandardCharsets.ISO_8859_1);
    try {
      return MethodHandles.lookup().defineClass(copy);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot copy " + template, e);
    }
  }

  private static String renamed(String name, char letter) {
    return name.substring(0, name.length() - 1) + letter;
  }

  private static byte[] code(Class<?> template) {
    try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
