package mm.conform.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A script and what a real kernel told its subscribers.
 *
 * @param name unique in its file
 * @param family group, for reports
 * @param about in words; empty when it says nothing
 * @param level what it needs
 * @param judge what decides about it
 * @param format of the file it is from
 * @param regions where its regions begin
 * @param setting who takes part besides the machine
 * @param steps the script
 * @param expected what has to be told, in order
 */
public record Case(
    String name,
    String family,
    String about,
    Level level,
    Judge judge,
    Format format,
    Regions regions,
    Setting setting,
    List<Step> steps,
    List<Expected> expected) {
  static Case of(Fields fields, Format format, Regions regions) {
    Judge judge = fields.optionalText("judge").map(Judge::of).orElse(Judge.RECORDING);
    Setting setting = Setting.of(fields);
    if (judge == Judge.RECORDING && !setting.drivers().isEmpty()) {
      throw new BadFieldException("a recording has no 'drivers': add \"judge\":\"invariants\"");
    }
    List<Step> steps = steps(fields, judge);
    return new Case(
        fields.text("name"),
        fields.text("family"),
        fields.optionalText("about").orElse(""),
        Level.of(fields.text("level")),
        judge,
        format,
        regions,
        setting,
        steps,
        expected(fields, format, regions, steps));
  }

  private static List<Step> steps(Fields fields, Judge judge) {
    List<Step> steps = new ArrayList<>();
    for (Fields each : fields.objects("steps")) {
      int index = steps.size();
      BadPlaceException.at("step " + index, () -> steps.add(Step.of(index, each)));
    }
    long records = steps.stream().filter(step -> step.op().equals(Step.RECORD)).count();
    if (records != 1 && judge == Judge.RECORDING) {
      throw new BadFieldException("it has " + records + " steps 'record' instead of one");
    }
    return List.copyOf(steps);
  }

  private static List<Expected> expected(
      Fields fields, Format format, Regions regions, List<Step> steps) {
    List<Expected> expected = new ArrayList<>();
    for (Fields each : fields.objects("expect")) {
      String place = "expect " + expected.size();
      BadPlaceException.at(place, () -> expected.add(Expected.of(each, format, regions)));
    }
    checkOrder(expected, steps.size());
    return List.copyOf(expected);
  }

  private static void checkOrder(List<Expected> expected, int steps) {
    int last = Expected.ANY_STEP;
    for (Expected each : expected) {
      if (each.step() < last || each.step() >= steps) {
        throw new BadFieldException("expected callbacks name step " + each.step() + " out of turn");
      }
      last = each.step();
    }
  }

  /**
   * The same script with others.
   *
   * @param other who takes part
   * @return a new case
   */
  public Case with(Setting other) {
    return new Case(name, family, about, level, judge, format, regions, other, steps, expected);
  }

  /**
   * What has to be told in a step.
   *
   * @param step the step's index, or {@link Expected#ANY_STEP}
   * @return the records, in order
   */
  public List<Expected> expectedIn(int step) {
    return expected.stream().filter(each -> each.step() == step).toList();
  }
}
