package mm.tck.support;

import java.util.concurrent.Executor;

/**
 * A thread for each task. The JDK's common pool may have fewer threads than there are tasks that
 * need each other: one on two processors, since JDK 25 for asynchronous tasks too.
 */
public final class OwnThread {
  /** Starts a thread for each task; does not keep the JVM from ending. */
  public static final Executor EACH = OwnThread::start;

  private OwnThread() {}

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "own thread");
    thread.setDaemon(true);
    thread.start();
  }
}
