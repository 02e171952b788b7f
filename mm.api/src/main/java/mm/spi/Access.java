package mm.spi;

/** A kind of access, and the right to it. */
public enum Access {
  /** Reading only. */
  READ,
  /** Reading and writing. */
  WRITE;

  /**
   * Tells whether holding this right is enough for an access.
   *
   * @param wanted the access
   * @return true unless this is READ and WRITE is wanted
   */
  public boolean allows(Access wanted) {
    return this == WRITE || wanted == READ;
  }
}
