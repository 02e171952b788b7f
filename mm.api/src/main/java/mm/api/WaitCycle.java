package mm.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Threads of which each waits for the next, and the last for the first: none of them ever goes on,
 * unless a wait in it has a time limit.
 *
 * @param waits in order; the one whose thread comes first in the alphabet is the first
 */
public record WaitCycle(List<Wait> waits) {
  /**
   * Copies the list.
   *
   * @param waits in order
   */
  public WaitCycle {
    waits = List.copyOf(waits);
  }

  /**
   * The drivers that block each other.
   *
   * @return each once, in the order of the cycle; none when no driver is known to be in it
   */
  public List<String> drivers() {
    return waits.stream()
        .map(Wait::driver)
        .filter(each -> !each.equals(Wait.UNKNOWN))
        .distinct()
        .toList();
  }

  /**
   * Tells whether another cycle is of the same threads at the same ports.
   *
   * @param other a cycle
   * @return false also when the same threads have gone on and wait elsewhere
   */
  public boolean sameAs(WaitCycle other) {
    return places().equals(other.places());
  }

  private List<String> places() {
    return waits.stream().map(each -> each.thread() + " " + each.port()).toList();
  }

  /** A line per wait, below the drivers' names. */
  @Override
  public String toString() {
    return "deadlock of "
        + String.join(" and ", drivers())
        + ":"
        + waits.stream().map(each -> "\n  " + each).collect(Collectors.joining());
  }
}
