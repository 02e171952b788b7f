package mm.replay.input;

/** Turns the lines of one format into events. */
interface LineParser {
  /** Reads the current line and adds its events, if any, to the queue. */
  void parse() throws BadRecordingException;

  /** Called once after the last line: adds what is still to be told. */
  void finish() throws BadRecordingException;

  /** What was odd so far. */
  Tolerated tolerated();

  /** A task's name for messages. */
  String taskName(int task);
}
