package mm.verify.reach;

import java.util.List;
import mm.verify.code.Member;
import mm.verify.code.Step;

/**
 * Where a method leads.
 *
 * @param edges to methods of the bundle
 * @param uses of what is outside of it
 */
record Links(List<Edge> edges, List<Use> uses) {
  /**
   * A way into a method of the bundle.
   *
   * @param to the method
   * @param step what leads there
   */
  record Edge(Member to, Step step) {}

  /**
   * A use of something that is not followed.
   *
   * @param what its name
   * @param operation what is known of it
   * @param step where
   */
  record Use(Member what, Operation operation, Step step) {}
}
