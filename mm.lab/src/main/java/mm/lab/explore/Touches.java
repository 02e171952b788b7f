package mm.lab.explore;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one step has touched, by name of the object: names are the same in every run. */
final class Touches {
  private final Map<String, Touch> byObject = new LinkedHashMap<>();
  private boolean everything;

  void add(String object, Touch how) {
    byObject.merge(object, how, (one, other) -> one == other ? one : Touch.WRITE);
  }

  /** Makes the step depend on every other. */
  void addEverything() {
    everything = true;
  }

  boolean isEverything() {
    return everything;
  }

  boolean commutes(Touches other) {
    if (everything || other.everything) {
      return false;
    }
    boolean smaller = byObject.size() <= other.byObject.size();
    Map<String, Touch> few = smaller ? byObject : other.byObject;
    Map<String, Touch> many = smaller ? other.byObject : byObject;
    for (Map.Entry<String, Touch> each : few.entrySet()) {
      Touch there = many.get(each.getKey());
      if (there != null && !there.commutes(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return everything ? "everything" : byObject.toString();
  }
}
