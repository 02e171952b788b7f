package mm.report;

/** Names of the fields of a line; docs/events.schema.json tells what they hold. */
final class LineFields {
  static final String SEQUENCE = "seq";
  static final String KIND = "kind";
  static final String TIME = "t";
  static final String RECORDED = "recorded";
  static final String SPACE = "space";
  static final String THREAD = "thread";
  static final String DRIVER = "driver";
  static final String WHAT = "what";
  static final String CAUSE = "cause";
  static final String START = "start";
  static final String END = "end";
  static final String ANSWER = "answer";
  static final String NANOS = "ns";
  static final String FACTS = "facts";

  private LineFields() {}
}
