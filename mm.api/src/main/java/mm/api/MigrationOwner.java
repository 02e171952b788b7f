package mm.api;

/**
 * The token by which a device recognises its own migrations (Linux {@code pgmap_owner}). Compared
 * by identity; valid with {@link InvalidationEvent#MIGRATE} and {@link InvalidationEvent#EXCLUSIVE}
 * only, in all other sections it is {@link #NONE}.
 */
public final class MigrationOwner {
  /** Nobody: the owner of every section that is no migration. */
  public static final MigrationOwner NONE = new MigrationOwner("none");

  private final String name;

  private MigrationOwner(String name) {
    this.name = name;
  }

  /**
   * Makes a new token, different from all others whatever their names.
   *
   * @param name for messages
   * @return the token
   */
  public static MigrationOwner named(String name) {
    return new MigrationOwner(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
