package mm.replay;

import java.util.List;
import mm.api.CoreOptions;
import mm.machine.RuleGeneration;
import mm.spi.NotifierDriver;

/** The generations of the rule that a replay can run under, and what their dispatchers need. */
public interface Generations {
  /** There are none: a replay runs on the engine alone. */
  Generations NONE =
      new Generations() {
        @Override
        public List<RuleGeneration> all() {
          return List.of();
        }

        @Override
        public NotifierDriver driver(String id) {
          throw new IllegalArgumentException("no driver '" + id + "'");
        }

        @Override
        public CoreOptions options() {
          return CoreOptions.defaults();
        }
      };

  /**
   * The generations.
   *
   * @return a new list
   */
  List<RuleGeneration> all();

  /**
   * A driver that the engine has admitted.
   *
   * @param id its id
   * @return the same driver, to be admitted elsewhere too
   * @throws IllegalArgumentException when there is none
   */
  NotifierDriver driver(String id);

  /**
   * What the engine was started with.
   *
   * @return options with the settings of drivers
   */
  CoreOptions options();
}
