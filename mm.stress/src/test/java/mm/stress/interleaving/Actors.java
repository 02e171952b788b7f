package mm.stress.interleaving;

/**
 * Threads for model checking. A subclass of Thread on purpose: on JDK 25 Lincheck 3.7 loses track
 * of what is reachable only through the Runnable of a plain Thread, takes it for thread-local, and
 * then silently explores nothing.
 */
final class Actors {
  private Actors() {}

  private static final class Actor extends Thread {
    private final Runnable body;
    private Throwable thrown;

    Actor(Runnable body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        body.run();
      } catch (Throwable t) {
        thrown = t;
      }
    }
  }

  /** Runs the bodies at the same time and waits for all; throws what one of them threw. */
  static void together(Runnable... bodies) {
    beside(() -> {}, bodies);
  }

  /**
   * The same with one body on the calling thread: what that thread does before has no interleavings
   * and dilutes no exploration.
   */
  static void beside(Runnable mine, Runnable... bodies) {
    Actor[] actors = new Actor[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      actors[i] = new Actor(bodies[i]);
    }
    for (Actor each : actors) {
      each.start();
    }
    mine.run();
    for (Actor each : actors) {
      join(each);
    }
    for (Actor each : actors) {
      if (each.thrown != null) {
        throw new AssertionError(each.thrown); // what a thread throws fails no exploration
      }
    }
  }

  // Of type Thread: Lincheck knows a join by the class it is called on, and really waits in others.
  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
