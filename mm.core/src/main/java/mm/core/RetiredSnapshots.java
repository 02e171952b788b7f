package mm.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots that were replaced and may still be used by open sections. The places of sections keep
 * a reference to the last snapshot they used; emptying it after a grace period keeps them from
 * keeping a closed driver, and with it its class loader, alive. Guarded by its space's registration
 * lock.
 */
final class RetiredSnapshots {
  private final List<ListSnapshot> snapshots = new ArrayList<>();

  void add(ListSnapshot replaced) {
    if (replaced != ListSnapshot.EMPTY) {
      snapshots.add(replaced);
    }
  }

  /** Those retired so far. */
  List<ListSnapshot> all() {
    return List.copyOf(snapshots);
  }

  /** Empties some, which no section uses any more. */
  void clear(List<ListSnapshot> unused) {
    unused.forEach(ListSnapshot::clear);
    snapshots.removeAll(unused);
  }
}
