package mm.conform.random;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of step.
 *
 * @param weight how often, compared with others
 * @param possible whether it can be made now
 * @param make makes one
 */
record Topic(int weight, Predicate<Cast> possible, Function<Cast, Words> make) {
  static Topic of(int weight, Function<Cast, Words> make) {
    return new Topic(weight, cast -> true, make);
  }
}
