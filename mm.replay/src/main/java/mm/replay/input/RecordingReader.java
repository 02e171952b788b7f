package mm.replay.input;

/**
 * A recording, read one event at a time.
 *
 * <p><b>Concurrency.</b> For one thread at a time.
 *
 * <p><b>Failure.</b> The first bad line ends the recording: every later {@link #next} throws the
 * same exception again.
 *
 * <p><b>Memory.</b> Bounded: one line, the calls that are open at the same time, and at most 65,536
 * events that wait for the result of an earlier call.
 */
public interface RecordingReader extends AutoCloseable {
  /**
   * The next event.
   *
   * @return the event, or null at the end of the recording
   * @throws BadRecordingException when the recording cannot be read or understood any further
   */
  RecordedEvent next() throws BadRecordingException;

  /**
   * Where the last event came from. An event that waited for its turn may come from an earlier or a
   * later line than its neighbours.
   *
   * @return the line, counted from 1; 0 before the first event
   */
  long line();

  /**
   * Which kind of recording this is; known from its first line.
   *
   * @return the format
   */
  RecordingFormat format();

  /**
   * How much has been read.
   *
   * @return the part of the file's (compressed) bytes read so far, from 0 to 1; always 0 when the
   *     file's size is not known, as for a pipe
   */
  double progress();

  /**
   * What was odd so far, but not bad enough to give up.
   *
   * @return the counts, all 0 for a flawless recording
   */
  Tolerated tolerated();

  /**
   * A task's name for messages.
   *
   * @param task the number an event carries
   * @return {@code p3}, for strace with the process id: {@code p3 (pid 4711)}
   */
  String taskName(int task);

  /** Releases the file; closing twice does nothing. */
  @Override
  void close();
}
