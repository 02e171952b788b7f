package mm.conform.play;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may keep classes alive, as far as a program can tell: threads in classes of their names. */
final class Holders {
  private static final String OTHERS =
      "something outside of the bundle holds on to it: a thread local, a hook, a listener, a cache";

  private Holders() {}

  /** In words. */
  static String of(ClassLoader loader) {
    List<String> threads =
        Thread.getAllStackTraces().entrySet().stream()
            .filter(each -> isOf(loader, each))
            .map(each -> each.getKey().getName())
            .distinct()
            .sorted()
            .toList();
    return threads.isEmpty()
        ? OTHERS
        : "thread '" + String.join("', '", threads) + "' is in classes of its names";
  }

  private static boolean isOf(ClassLoader loader, Map.Entry<Thread, StackTraceElement[]> thread) {
    return thread.getKey().getClass().getClassLoader() == loader
        || Stream.of(thread.getValue()).anyMatch(each -> isOf(loader, each.getClassName()));
  }

  /** A class that is not the loader's own it has from its surroundings, or not at all. */
  private static boolean isOf(ClassLoader loader, String type) {
    try {
      return Class.forName(type, false, loader).getClassLoader() == loader;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
