package mm.replay.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes of a file as they are read, to tell how far a reader is. */
final class MeteredStream extends FilterInputStream {
  private final long size;
  private long count;

  /** Meters {@code in}, which holds {@code size} bytes, 0 when not known. */
  MeteredStream(InputStream in, long size) {
    super(in);
    this.size = size;
  }

  /** The part read so far, from 0 to 1. */
  double progress() {
    return size == 0 ? 0 : Math.min(1.0, (double) count / size);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count += b < 0 ? 0 : 1;
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    count += Math.max(0, n);
    return n;
  }

  /** Never tells: asking a pipe how much is there fails on some paths through the JDK. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }
}
