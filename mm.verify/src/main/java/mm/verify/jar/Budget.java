package mm.verify.jar;

/** What may still be read of one jar. */
final class Budget {
  private long unpacked = Limits.UNPACKED;
  private long kept = Limits.KEPT;

  void unpack(long bytes) throws MalformedException {
    unpacked -= bytes;
    if (unpacked < 0) {
      throw new MalformedException(
          "The jar unpacks to more than " + Limits.UNPACKED + " bytes; that is not a driver.");
    }
  }

  void keep(long bytes) throws MalformedException {
    kept -= bytes;
    if (kept < 0) {
      throw new MalformedException(
          "The jar has more than " + Limits.KEPT + " bytes of classes; that is not a driver.");
    }
  }
}
