package mm.lab.scenario;

import java.util.List;
import mm.lab.explore.Decision;

/**
 * One order in which the threads go.
 *
 * @param decisions from the first step on; empty when any order will do
 * @param at file and line where it stands; empty when no file says so
 */
public record Order(List<Decision> decisions, String at) {
  /** Every order. */
  public static final Order ANY = new Order(List.of(), "");

  /**
   * An order that no file has.
   *
   * @param decisions from the first step on
   * @return the order
   */
  public static Order of(List<Decision> decisions) {
    return new Order(decisions, "");
  }

  /** {@return whether any order will do} */
  public boolean isAny() {
    return decisions.isEmpty();
  }
}
