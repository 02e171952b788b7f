package mm.conform.play;

import java.util.List;

/**
 * The first place where a case went another way than recorded.
 *
 * @param place the step, or the whole case
 * @param problem what differs
 * @param expected the callbacks recorded there, as text, around the difference
 * @param actual the callbacks delivered there
 * @param firstRow number of the first callback shown, from 0
 */
public record Miss(
    String place, String problem, List<String> expected, List<String> actual, long firstRow) {
  static Miss of(String place, String problem) {
    return new Miss(place, problem, List.of(), List.of(), 0);
  }

  @Override
  public String toString() {
    return place + ": " + problem;
  }
}
