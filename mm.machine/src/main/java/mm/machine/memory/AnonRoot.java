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

  /** Whose page it is that came here by so many forks. */
  public AnonRoot ancestor(int forks) {
    AnonRoot root = this;
    for (int i = 0; i < forks && root.inheritedFrom != null; i++) {
      root = root.inheritedFrom;
    }
    return root;
  }

  /** Whether pages of another one may have come here by forks, or are its own. */
  public boolean descendsFrom(AnonRoot other) {
    AnonRoot root = this;
    while (root != other && root != null) {
      root = root.inheritedFrom;
    }
    return root != null;
  }

  /** Whether pages may still be shared with a parent, which keeps mappings from being joined. */
  public boolean isInherited() {
    return inheritedFrom != null;
  }
}
