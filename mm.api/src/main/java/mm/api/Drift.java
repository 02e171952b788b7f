package mm.api;

import java.util.List;
import mm.spi.DriverCapability;

/**
 * How far a driver is from its word: what it declares against what was seen of it.
 *
 * @param declared its word
 * @param observed the promises that it broke
 * @param hinted what looks like a broken promise and is not certain; never grounds for anything
 */
public record Drift(DriverCapability declared, List<Violation> observed, List<Violation> hinted) {
  /**
   * Copies the lists.
   *
   * @param declared its word
   * @param observed the promises that it broke
   * @param hinted what is not certain
   */
  public Drift {
    observed = List.copyOf(observed);
    hinted = List.copyOf(hinted);
  }
}
