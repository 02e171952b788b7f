package mm.conform.play;

import java.util.Set;

/** The operations that scripts can name. */
public final class Vocabulary {
  private Vocabulary() {}

  /**
   * All of them.
   *
   * @return their names, in alphabetical order
   */
  public static Set<String> operations() {
    return Operations.names();
  }
}
