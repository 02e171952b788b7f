package mm.tck.run;

/** What became of a rule or of one test of it; of several, the first in this order counts. */
enum Verdict {
  FAILED("FAILED"),
  NOT_JUDGED("not judged"),
  PASS("pass"),
  NOT_APPLICABLE("not applicable");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
