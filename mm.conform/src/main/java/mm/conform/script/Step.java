package mm.conform.script;

import java.util.Collections;
import java.util.Map;
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

  /**
   * Makes a step.
   *
   * @param index its place in the script, from 0
   * @param values its fields by name, {@code op} among them: texts, {@code Long}, {@code Boolean},
   *     lists and maps of these
   * @return the step
   */
  public static Step of(int index, Map<String, Object> values) {
    return of(index, new Fields(values));
  }

  static Step of(int index, Fields fields) {
    return new Step(index, fields.text("op"), fields, fields.optionalResult("ret"));
  }

  /**
   * Its fields.
   *
   * @return by name; not to be changed
   */
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(fields.values());
  }

  /**
   * The step as files have it.
   *
   * @return a JSON object on one line
   */
  public String json() {
    return CaseWriter.line(this);
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
