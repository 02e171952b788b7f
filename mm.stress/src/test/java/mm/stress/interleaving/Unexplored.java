package mm.stress.interleaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What has to be done on the thread of a program and is none of what is explored. Lincheck 3.7 has
 * no interface for it in programs; this is what the code that it weaves in does around class
 * initialisers. Without it, each step would count as a place where another thread might go on, also
 * while there is none, and most explorations would end there.
 */
final class Unexplored {
  private static final String WOVEN = "sun.nio.ch.lincheck.Injections";

  private static MethodHandle enter; // once Lincheck is there; a program is run once before
  private static MethodHandle leave;

  private Unexplored() {}

  /** Whether Lincheck is there. */
  private static boolean find() {
    try {
      Class<?> woven = Class.forName(WOVEN, true, null);
      MethodType type = MethodType.methodType(void.class);
      enter = MethodHandles.lookup().findStatic(woven, "enterIgnoredSection", type);
      leave = MethodHandles.lookup().findStatic(woven, "leaveIgnoredSection", type);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Lincheck", e);
    }
  }

  static void run(Runnable body) {
    try {
      runIgnored(body);
    } catch (Throwable e) { // the type of handles
      throw new IllegalStateException(e);
    }
  }

  private static void runIgnored(Runnable body) throws Throwable {
    if (enter == null && !find()) {
      body.run();
      return;
    }
    enter.invokeExact();
    try {
      body.run();
    } finally {
      leave.invokeExact();
    }
  }
}
