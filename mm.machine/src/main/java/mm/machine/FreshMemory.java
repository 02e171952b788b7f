package mm.machine;

/** No file: what {@link Backing#ANONYMOUS} is. */
final class FreshMemory implements Backing {
  @Override
  public String name() {
    return "anonymous";
  }

  @Override
  public FileKind kind() {
    return FileKind.MEMORY;
  }

  @Override
  public long pages() {
    return 0;
  }

  @Override
  public void close() {
    // nothing is held
  }

  @Override
  public String toString() {
    return name();
  }
}
