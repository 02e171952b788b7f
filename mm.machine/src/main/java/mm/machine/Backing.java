package mm.machine;

/**
 * What a mapping shows: a file, or shared memory.
 *
 * <p>Made by {@link Machine#createFile}, and by nobody else; lives until it is closed and no
 * mapping is left, then its cached pages are freed. May be used from any thread.
 */
public interface Backing extends AutoCloseable {
  /** Stands for no file: fresh memory for each mapping. */
  Backing ANONYMOUS = new FreshMemory();

  /**
   * The name given at creation.
   *
   * @return the name, for messages
   */
  String name();

  /**
   * Where the file lives.
   *
   * @return the kind
   */
  FileKind kind();

  /**
   * The size of the file.
   *
   * @return pages, a partial one included
   */
  long pages();

  /** Lets go of the file: its pages are freed with the last mapping. Never waits. */
  @Override
  void close();
}
