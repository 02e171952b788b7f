package mm.verify.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** One entry as it was unpacked. */
final class EntryData {
  private static final int BUFFER = 32 << 10;

  private final String name;
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CRC32 crc = new CRC32();
  private long size;

  private EntryData(String name) {
    this.name = name;
    limit = Limits.of(name);
  }

  static EntryData read(String name, InputStream in, Budget budget)
      throws MalformedException, IOException {
    EntryData data = new EntryData(name);
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      budget.unpack(n);
      data.add(buffer, n, budget);
    }
    return data;
  }

  private void add(byte[] buffer, int length, Budget budget) throws MalformedException {
    crc.update(buffer, 0, length);
    size += length;
    if (isKept()) {
      if (size > limit) {
        throw new MalformedException(name + " has more than " + limit + " bytes.");
      }
      budget.keep(length);
      kept.write(buffer, 0, length);
    }
  }

  /** The JDK compares neither when it reads by the directory. */
  void check(ZipEntry entry) throws MalformedException {
    if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
      throw new MalformedException("The checksum of " + name + " is wrong.");
    }
    if (entry.getSize() != -1 && entry.getSize() != size) {
      throw new MalformedException(name + " does not have the size that the jar says.");
    }
  }

  boolean isKept() {
    return limit > 0;
  }

  byte[] bytes() {
    return kept.toByteArray();
  }
}
