package mm.machine.frames;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pages were merged into which frame (Linux {@code ksm_stable_node} and its items): by this
 * they are found again, since they were first mapped anywhere. Changed under the frames' lock.
 */
public final class MergedPages {
  /** Where a page is: an address of a space. */
  public interface Located {
    /** The number of the space. */
    long space();

    long address();
  }

  private record Item(long space, long address) {}

  /** By frame, in order of merging. */
  private final Map<Integer, List<Item>> items = new ConcurrentHashMap<>();

  /** May be asked without the lock. */
  boolean has(int frame) {
    return items.containsKey(frame);
  }

  void addLocked(int frame, long space, long address) {
    List<Item> merged = items.computeIfAbsent(frame, key -> new ArrayList<>());
    Item item = new Item(space, address);
    merged.remove(item); // merged, written and merged again
    merged.add(item);
  }

  void freedLocked(int frame) {
    items.remove(frame);
  }

  /** The page has moved to another frame (Linux {@code folio_migrate_ksm}). */
  public void movedLocked(int from, int to) {
    List<Item> merged = items.remove(from);
    if (merged != null) {
      items.put(to, merged);
    }
  }

  /** The addresses at which the frame may be mapped, in any memory; each once. */
  public List<Long> addressesLocked(int frame) {
    return items.getOrDefault(frame, List.of()).stream().map(Item::address).distinct().toList();
  }

  /**
   * Places of a merged frame as Linux {@code rmap_walk_ksm} finds them: those that were merged, the
   * latest first, then those that forks have copied; places of any other frame as they are.
   */
  public <P extends Located> List<P> orderedLocked(int frame, List<P> places) {
    List<Item> merged = items.get(frame);
    if (merged == null || places.size() < 2) {
      return places;
    }
    return places.stream().sorted(Comparator.comparingInt(place -> rank(merged, place))).toList();
  }

  private static int rank(List<Item> merged, Located place) {
    int latest = merged.size() - 1;
    int own = merged.indexOf(new Item(place.space(), place.address()));
    if (own >= 0) {
      return latest - own;
    }
    for (int i = latest; i >= 0; i--) {
      if (merged.get(i).address == place.address()) {
        return merged.size() + latest - i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
