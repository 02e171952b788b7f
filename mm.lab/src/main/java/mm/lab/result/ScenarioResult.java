package mm.lab.result;

import java.util.List;
import mm.lab.scenario.Scenario;

/**
 * A scenario under several rules.
 *
 * @param scenario what was run
 * @param cells one per variant and rule, in the order of the file
 */
public record ScenarioResult(Scenario scenario, List<Cell> cells) {
  /** {@return whether every cell came out as expected} */
  public boolean asExpected() {
    return cells.stream().allMatch(Cell::asExpected);
  }
}
