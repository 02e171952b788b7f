package mm.conform.script;

import java.util.Optional;

/**
 * A step of a script.
 *
 * @param index its place in the script, from 0
 * @param op the operation
 * @param fields everything that the file says about it
 * @param result what it has to return, empty when that is not compared
 */
public record Step(int index, String op, Fields fields, Optional<String> result) {
  /** The step at which the observation starts. */
  public static final String RECORD = "record";

  static Step of(int index, Fields fields) {
    return new Step(index, fields.text("op"), fields, fields.optionalResult("ret"));
  }

  /**
   * How messages name it.
   *
   * @return for example {@code step 3 (munmap)}
   */
  public String title() {
    return "step " + index + " (" + op + ")";
  }
}
