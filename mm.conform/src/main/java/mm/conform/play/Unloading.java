package mm.conform.play;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collection;
import mm.conform.script.BadFieldException;
import mm.soak.unload.LinkedRecords;

/** Lets the collector take the class loaders that nobody can reach. */
final class Unloading {
  /** How many times it is asked. */
  static final int COLLECTIONS = 6;

  /** A thread that has done its last for a driver may take a moment to end. */
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private Unloading() {}

  /** A class to be loaded once more, and then by nobody. */
  private static final class Control {}

  /**
   * Waits until class loaders have gone, for some collections at most. Whether that says anything
   * is seen by one more loader that nobody can reach for certain.
   *
   * @throws BadFieldException when that one stays
   */
  static void await(Collection<WeakReference<ClassLoader>> loaders) {
    WeakReference<ClassLoader> control = stays(loaders) ? control() : new WeakReference<>(null);
    ReferenceQueue<Object> never = new ReferenceQueue<>();
    for (int i = 0; i < COLLECTIONS && stays(loaders); i++) {
      System.gc();
      if (stays(loaders) && i + 1 < COLLECTIONS) {
        LinkedRecords.replace();
        pause(never, Math.min(1L << 2 * i, LONGEST_PAUSE_MILLIS));
      }
    }
    if (stays(loaders) && control.get() != null) {
      throw new BadFieldException(
          "whether classes stay cannot be said: this JVM lets none go; take"
              + " -XX:+DisableExplicitGC and -Xnoclassgc away from MM_JAVA_OPTS");
    }
  }

  private static boolean stays(Collection<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().anyMatch(each -> each.get() != null);
  }

  private static WeakReference<ClassLoader> control() {
    URL here = Unloading.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader = new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
    try {
      Class.forName(Control.class.getName(), true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e); // it is where this class is
    }
    return new WeakReference<>(loader);
  }

  private static void pause(ReferenceQueue<Object> never, long millis) {
    try {
      never.remove(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
