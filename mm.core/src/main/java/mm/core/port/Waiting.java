package mm.core.port;

import java.util.List;
import java.util.function.Supplier;
import mm.api.Wait;

/**
 * A thread that has to wait, from the moment it noticed until {@link WaitBoard#over}. Made by the
 * thread itself; may be looked at by others.
 *
 * @param thread which one
 * @param driver whose code it runs, or whose port it waits at
 * @param callback the callback that it is in, or {@code -}
 * @param space name of the space, or {@code -}
 * @param port kind and name of what it waits for
 * @param needs which of the holders have to go on
 * @param holders looks up who can end the wait; called by other threads
 * @param sinceNanos when it began, by {@link System#nanoTime}
 */
public record Waiting(
    Thread thread,
    String driver,
    String callback,
    String space,
    String port,
    Wait.Needs needs,
    Supplier<List<String>> holders,
    long sinceNanos) {
  /**
   * How a thread is called among those that wait; thread names alone need not be unique.
   *
   * @param thread a thread
   * @return its name and number
   */
  public static String nameOf(Thread thread) {
    return nameOf(thread.getName(), thread.getId());
  }

  /**
   * As {@link #nameOf(Thread)}.
   *
   * @param name the thread's name
   * @param id its number
   * @return name and number
   */
  public static String nameOf(String name, long id) {
    return name + " #" + id;
  }

  /**
   * The same for everybody.
   *
   * @param nowNanos the time by {@link System#nanoTime}
   * @return the wait with its holders of now
   */
  public Wait describe(long nowNanos) {
    return new Wait(
        nameOf(thread),
        driver,
        callback,
        space,
        port,
        needs,
        holders.get(),
        Math.max(0, nowNanos - sinceNanos));
  }

  /** Each wait is one of its own. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
