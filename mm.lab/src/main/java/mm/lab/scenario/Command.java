package mm.lab.scenario;

import java.util.List;

/**
 * One line of a thread or of a callback.
 *
 * @param verb what to do
 * @param arguments with what
 */
public record Command(Verb verb, List<String> arguments) {
  /**
   * An argument.
   *
   * @param index from 0
   * @param otherwise when there are fewer
   * @return it
   */
  public String argument(int index, String otherwise) {
    return index < arguments.size() ? arguments.get(index) : otherwise;
  }

  @Override
  public String toString() {
    return verb.word() + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
  }
}
