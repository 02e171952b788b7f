package mm.tck.run;

import java.io.PrintStream;
import java.util.Map;

/** A shutdown hook that tells who ends the JVM before the kit is done. */
final class Ending extends Thread {
  private final PrintStream err;
  private volatile boolean expected;

  Ending(PrintStream err) {
    super("tck-ending");
    this.err = err;
  }

  /** The kit is done. */
  void expect() {
    expected = true;
  }

  @Override
  public void run() {
    if (!expected) {
      Thread.getAllStackTraces().entrySet().stream()
          .filter(each -> exits(each.getValue()))
          .map(Map.Entry::getValue)
          .forEach(this::show);
    }
  }

  private static boolean exits(StackTraceElement[] stack) {
    for (StackTraceElement each : stack) {
      if (each.getClassName().equals("java.lang.Runtime") && each.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }

  private void show(StackTraceElement[] stack) {
    Throwable where = new Throwable("the JVM of the kit is ended by a driver");
    where.setStackTrace(stack);
    where.printStackTrace(err);
  }
}
