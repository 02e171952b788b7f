package mm.launcher;

/** The end of this process, by a signal. */
final class Ending {
  private Ending() {}

  /** Whether it has begun: bundles are being stopped, and what needs them fails. */
  static boolean hasBegun() {
    Thread hook = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) { // the JVM takes no more hooks from then on
      return true;
    }
  }
}
