package mm.conform.play;

import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** A bundle as it was loaded once, and whom it has brought so far. */
final class Copy {
  /** Who plays scripts; classes that share its loader cannot go before it does. */
  private static final ClassLoader PLAYER = Copy.class.getClassLoader();

  private final int number;
  private final Function<String, NotifierDriver> drivers;
  private final Set<String> brought = new LinkedHashSet<>();
  private String version = "";
  private WeakReference<ClassLoader> loader = new WeakReference<>(null);

  Copy(int number, Function<String, NotifierDriver> drivers) {
    this.number = number;
    this.drivers = drivers;
  }

  boolean hasBrought(String id) {
    return brought.contains(id);
  }

  NotifierDriver make(String id) {
    brought.add(id);
    NotifierDriver made = drivers.apply(id);
    note(made.getClass());
    return made;
  }

  private void note(Class<?> type) {
    DriverInfo declared = type.getAnnotation(DriverInfo.class);
    version = declared == null ? "" : " " + declared.version();
    if (type.getClassLoader() != PLAYER) {
      loader = new WeakReference<>(type.getClassLoader());
    }
  }

  /**
   * What can be known of it when nobody has it any more; empty when it has no loader of its own.
   */
  Optional<Trace> trace() {
    return Optional.ofNullable(loader.get()).map(each -> new Trace(words(), brought, loader));
  }

  private String words() {
    return String.join(", ", brought) + version + " (load " + number + ")";
  }

  /**
   * What is left of a copy.
   *
   * @param words whose classes they are
   * @param drivers whom it brought
   * @param loader refers to nothing when its classes have gone
   */
  record Trace(String words, Set<String> drivers, WeakReference<ClassLoader> loader) {}
}
