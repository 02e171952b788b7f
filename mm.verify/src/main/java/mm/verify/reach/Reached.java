package mm.verify.reach;

import java.util.List;
import mm.verify.code.Member;
import mm.verify.code.Step;

/**
 * Something that a search has found.
 *
 * @param path the methods that lead there, from the root to the one that does it
 * @param what what it does
 * @param operation what is known of that
 * @param step where
 * @param reason the justification on the way, or an empty string
 */
public record Reached(List<Hop> path, Member what, Operation operation, Step step, String reason) {
  /**
   * A method on the way.
   *
   * @param method the method
   * @param line where it calls the next one; 0 in the last
   */
  public record Hop(Member method, int line) {}

  /**
   * Where the way begins.
   *
   * @return the method
   */
  public Member root() {
    return path.get(0).method();
  }

  /**
   * Who does it.
   *
   * @return the method
   */
  public Member where() {
    return path.get(path.size() - 1).method();
  }
}
