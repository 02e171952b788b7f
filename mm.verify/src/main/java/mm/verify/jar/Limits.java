package mm.verify.jar;

/**
 * How much of a jar is read. Far above what a driver needs, and low enough that a jar made to hurt
 * costs some seconds and some memory, not the machine.
 */
final class Limits {
  /** Bytes of a jar on disk. */
  static final long JAR = 256L << 20;

  /** Bytes of all entries of a jar, unpacked, jars inside it included. */
  static final long UNPACKED = 512L << 20;

  /** Bytes of what is kept in memory: classes, jars inside the jar. */
  static final long KEPT = 64L << 20;

  /** Entries of a jar. */
  static final int ENTRIES = 100_000;

  /** Bytes of a class file. */
  static final int CLASS = 4 << 20;

  /** Bytes of a jar inside the jar. */
  static final int INNER_JAR = 32 << 20;

  /** Bytes of the manifest. */
  static final int MANIFEST = 1 << 20;

  /** Bytes of the service file. */
  static final int SERVICE_FILE = 64 << 10;

  private Limits() {}

  /** How much of an entry is kept at most, or 0 if nobody needs it. */
  static int of(String name) {
    if (name.equals(JarContents.MANIFEST)) {
      return MANIFEST;
    }
    if (name.equals(JarContents.SERVICE_FILE)) {
      return SERVICE_FILE;
    }
    if (name.endsWith(".class")) {
      return CLASS;
    }
    return name.endsWith(".jar") ? INNER_JAR : 0;
  }
}
