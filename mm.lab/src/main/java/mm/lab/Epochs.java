package mm.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The writer's half of the collision-retry protocol as Linux 99cb252f5e68 has it, with the fix
 * 319561669a59: a count of running sections, one sequence, a list that is frozen while the sequence
 * is odd. Guarded by the space's monitor.
 */
final class Epochs {
  private static final long FIRST = 2;

  private final List<LabInterval> index = new ArrayList<>();
  private final List<LabInterval> deferred = new ArrayList<>();
  private final Set<LabSection> uncounted = new HashSet<>();
  private long sequence = FIRST;
  private long active;
  private long leaked;
  private boolean inUse;

  boolean inUse() {
    return inUse;
  }

  boolean open() {
    return (sequence & 1) != 0;
  }

  long sequence() {
    return sequence;
  }

  /** Who has subscribed and not closed. */
  List<LabInterval> subscribed() {
    List<LabInterval> all = new ArrayList<>(index);
    for (LabInterval each : deferred) {
      if (!all.remove(each)) {
        all.add(each);
      }
    }
    return all;
  }

  /** Counts a section; those it concerns, by start. */
  List<LabInterval> begin(LabSection section) {
    active++;
    section.counted = true;
    List<LabInterval> hit =
        index.stream()
            .filter(each -> each.range.overlaps(section.start(), section.end()))
            .sorted(Comparator.comparing(each -> each.range))
            .toList();
    if (!hit.isEmpty()) {
      sequence |= 1;
    }
    return hit;
  }

  void end(LabSection section) {
    uncounted.remove(section);
    if (!section.counted) {
      return;
    }
    section.counted = false;
    active--;
    if (active == 0 && open()) {
      sequence++;
      for (LabInterval each : deferred) {
        if (!index.remove(each)) {
          index.add(each);
        }
      }
      deferred.clear();
    }
  }

  /** A section that counts and will never end. */
  void leak(LabSection section) {
    uncounted.remove(section);
    leaked += section.counted ? 1 : 0;
  }

  /** Whether an epoch is open that nobody will close. */
  boolean leaked() {
    return open() && leaked > 0 && leaked == active;
  }

  void insert(LabInterval added, Set<LabSection> openNow) {
    if (!inUse) {
      inUse = true;
      uncounted.addAll(openNow);
    }
    if (open()) {
      added.sequence = sequence;
      deferred.add(added);
      return;
    }
    index.add(added);
    if (active > 0) {
      sequence |= 1; // the running sections may concern the newcomer
      added.sequence = sequence;
    } else {
      added.sequence = sequence - 1;
    }
  }

  /** Without regard to what is running. */
  void insertNow(LabInterval added) {
    inUse = true;
    index.add(added);
    added.sequence = sequence - 1;
  }

  /** Removes a subscription, or asks for it; false when the epoch has to be awaited. */
  boolean remove(LabInterval gone) {
    if (!open()) {
      index.remove(gone);
      return true;
    }
    if (!index.contains(gone)) {
      deferred.remove(gone);
      return true;
    }
    if (!deferred.contains(gone)) {
      deferred.add(gone);
    }
    return false;
  }

  /** Takes a subscription out of an epoch that nobody will close. */
  void removeAnyway(LabInterval gone) {
    index.remove(gone);
    deferred.remove(gone);
  }

  /** Whether a reader may go on. */
  boolean readable(LabInterval reader) {
    return uncounted.isEmpty() && reader.sequence != sequence;
  }
}
