package mm.replay.input;

/** The kinds of recordings that can be read. */
public enum RecordingFormat {
  /** Memory system calls, one line each, in an order that can be replayed as it stands. */
  TRACE(1 << 16, "a line looks like \"1788 p0 munmap(0x7f0000001000,8192) = 0\""),

  /** System calls (entry and return) and notifier calls on one time line. */
  NOTIFY(
      1 << 16,
      "a line looks like \"882 p1 S munmap(addr=0x7f0000001000,len=0x2000)\", \"894 p1 R munmap 0\""
          + " or \"890 p1 N inv 7f0000001000 7f0000003000 unmap_vmas\""),

  /** Raw output of strace. */
  STRACE(1 << 20, "record with: strace -f -ttt -e trace=memory,process -o FILE CMD");

  private final int lineLimit;
  private final String remedy;

  RecordingFormat(int lineLimit, String remedy) {
    this.lineLimit = lineLimit;
    this.remedy = remedy;
  }

  /** The longest line, in bytes without its end, that is read at all. */
  int lineLimit() {
    return lineLimit;
  }

  /** What to tell someone whose line does not fit. */
  String remedy() {
    return remedy;
  }
}
