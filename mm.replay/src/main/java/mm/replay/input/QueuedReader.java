package mm.replay.input;

/** Reads lines until the queue has an event whose turn has come. */
final class QueuedReader implements RecordingReader {
  private final LineSource lines;
  private final EventQueue queue;
  private final RecordingFormat format;
  private final LineParser parser;
  private long line;
  private boolean ended;
  private BadRecordingException failure;

  QueuedReader(LineSource lines, EventQueue queue, RecordingFormat format, LineParser parser) {
    this.lines = lines;
    this.queue = queue;
    this.format = format;
    this.parser = parser;
  }

  @Override
  public RecordedEvent next() throws BadRecordingException {
    EventQueue.Slot slot = queue.poll();
    while (slot == null && !ended) {
      readLine();
      slot = queue.poll();
    }
    if (slot == null) {
      return null;
    }
    line = slot.line();
    return slot.event();
  }

  private void readLine() throws BadRecordingException {
    if (failure != null) {
      throw failure;
    }
    try {
      readLineOnce();
    } catch (BadRecordingException e) {
      failure = e;
      throw e;
    }
  }

  private void readLineOnce() throws BadRecordingException {
    if (lines.advance()) {
      parser.parse();
      return;
    }
    parser.finish();
    queue.giveUpAll();
    ended = true;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public RecordingFormat format() {
    return format;
  }

  @Override
  public double progress() {
    return lines.progress();
  }

  @Override
  public Tolerated tolerated() {
    return parser.tolerated();
  }

  @Override
  public String taskName(int task) {
    return parser.taskName(task);
  }

  @Override
  public void close() {
    lines.close();
  }
}
