package mm.stress.random;

import java.util.ArrayList;
import java.util.List;

/**
 * What subscribers heard of one operation.
 *
 * @param invalidated interval subscribers, in order
 * @param told list subscribers by id, in order; negative for an end
 */
record Heard(List<Subscriber> invalidated, List<Integer> told) {
  Heard() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  void clear() {
    invalidated.clear();
    told.clear();
  }
}
