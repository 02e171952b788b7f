package mm.core.port;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads that have to wait now. Only who finds a port taken comes here, so what need not be
 * waited for costs nothing.
 */
public final class WaitBoard {
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  /** Makes an empty board. */
  public WaitBoard() {}

  /**
   * A thread begins to wait. Pairs with {@link #over}.
   *
   * @param wait by the calling thread
   * @return the same
   */
  public Waiting begin(Waiting wait) {
    waiting.add(wait);
    return wait;
  }

  /**
   * It waits no more.
   *
   * @param wait what {@link WaitGuard#waits} answered
   */
  public void over(Waiting wait) {
    waiting.remove(wait);
  }

  /**
   * Who waits.
   *
   * @return a new list
   */
  public List<Waiting> all() {
    return List.copyOf(waiting);
  }

  /**
   * Whether somebody has waited for so long: what is asked again and again.
   *
   * @param nowNanos the time by {@link System#nanoTime}
   * @param limitNanos how long
   * @return whether there is one
   */
  public boolean anyLongerThan(long nowNanos, long limitNanos) {
    return waiting.stream().anyMatch(each -> nowNanos - each.sinceNanos() > limitNanos);
  }

  /**
   * Keeps of some waits those that have lasted until now.
   *
   * @param seen what {@link #all} answered before
   * @return a new list
   */
  public List<Waiting> still(Collection<Waiting> seen) {
    return seen.stream().filter(waiting::contains).toList();
  }
}
