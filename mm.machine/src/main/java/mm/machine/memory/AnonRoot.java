package mm.machine.memory;

/**
 * What ties together the mappings that may share private pages, Linux {@code anon_vma}. A mapping
 * has one from its first private page on.
 */
public final class AnonRoot {
  /** The parent's, for a mapping inherited by fork; else null. */
  private final AnonRoot inheritedFrom;

  public AnonRoot(AnonRoot inheritedFrom) {
    this.inheritedFrom = inheritedFrom;
  }

  /** The first of the line: mappings with the same one may hold parts of the same huge page. */
  public AnonRoot origin() {
    AnonRoot root = this;
    while (root.inheritedFrom != null) {
      root = root.inheritedFrom;
    }
    return root;
  }

  /** Whether pages may still be shared with a parent, which keeps mappings from being joined. */
  public boolean isInherited() {
    return inheritedFrom != null;
  }
}
