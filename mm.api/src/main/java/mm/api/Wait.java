package mm.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thread that waits, and who could end it.
 *
 * @param thread which one; the only field that has to be unique in a {@link WaitGraph}
 * @param driver whose code it runs, or whose port it waits at; {@link #UNKNOWN} when neither is
 *     known
 * @param callback the callback that it is in, with range and event; {@code -} outside of callbacks
 * @param space name of the address space; {@code -} when unknown
 * @param port kind and name of what it waits for, such as {@code mutex kvm.lock}
 * @param needs which of the holders have to go on
 * @param holders the threads that can end the wait; empty when nobody knows them
 * @param nanos for how long it has waited, in nanoseconds
 */
public record Wait(
    String thread,
    String driver,
    String callback,
    String space,
    String port,
    Needs needs,
    List<String> holders,
    long nanos) {
  /** Stands for a driver, a callback or a space that is not known. */
  public static final String UNKNOWN = "-";

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Which of the holders have to go on before the wait can end. */
  public enum Needs {
    /** Each of them: the owner of a lock, the threads with a section open. */
    ALL,
    /** Any of them: those that wake a queue. */
    ONE
  }

  /**
   * Copies the list.
   *
   * @param thread which one
   * @param driver whose code it runs, or whose port it waits at
   * @param callback the callback that it is in
   * @param space name of the address space
   * @param port what it waits for
   * @param needs which of the holders have to go on
   * @param holders the threads that can end the wait
   * @param nanos for how long it has waited, in nanoseconds
   */
  public Wait {
    holders = List.copyOf(holders);
  }

  @Override
  public String toString() {
    return driver
        + " in thread '"
        + thread
        + "' ("
        + callback
        + ", space "
        + space
        + ") waits "
        + nanos / NANOS_PER_MILLI
        + " ms for "
        + port
        + heldBy();
  }

  private String heldBy() {
    boolean all = needs == Needs.ALL;
    return holders.stream()
        .map(each -> "'" + each + "'")
        .collect(
            Collectors.joining(
                all ? " and " : " or ",
                all ? ", held by " : ", to be woken by ",
                holders.isEmpty() ? "nobody known" : ""));
  }
}
