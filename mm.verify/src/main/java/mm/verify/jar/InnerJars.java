package mm.verify.jar;

/** Reads the jars that lie inside one jar; together they may cost what one jar may cost. */
public final class InnerJars {
  private final Budget budget = new Budget();

  /** Makes a reader for one jar. */
  public InnerJars() {}

  /**
   * Reads a jar that lies inside another one.
   *
   * @param jar its bytes
   * @return its contents
   * @throws MalformedException when it is damaged, or too large to be read
   */
  public JarContents read(byte[] jar) throws MalformedException {
    return JarReader.readInner(jar, budget);
  }
}
