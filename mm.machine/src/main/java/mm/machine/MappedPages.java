package mm.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every page is mapped, over all memories: taken at the start of a reclaim and checked again
 * by whoever acts on it. The memories stay locked until {@link #close}; those that could not be had
 * at once are left out, with their pages.
 */
final class MappedPages implements AutoCloseable {
  private static final Comparator<ReverseMap.Place> ORDER =
      Comparator.<ReverseMap.Place>comparingLong(place -> place.mapping().memory.space.id())
          .thenComparingLong(ReverseMap.Place::address);

  private final Map<Integer, List<ReverseMap.Place>> places = new HashMap<>();
  private final List<ProcessMemory> locked = new ArrayList<>();

  MappedPages(Machine machine) {
    for (ProcessMemory memory : machine.memories()) {
      if (memory.mmapLock.readLock().tryLock()) {
        locked.add(memory);
        addAll(memory);
      }
    }
  }

  private void addAll(ProcessMemory memory) {
    for (int i = 0; i < memory.mappings.size(); i++) {
      Mapping mapping = memory.mappings.get(i);
      memory.tables.walk(
          mapping.start,
          mapping.end,
          (base, entries, from, to) -> add(mapping, base, entries, from, to));
    }
  }

  private void add(Mapping mapping, long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Pte.isPresent(entries[i]) && Pte.frame(entries[i]) != Frames.ZERO) {
        places
            .computeIfAbsent(Pte.frame(entries[i]), frame -> new ArrayList<>(1))
            .add(new ReverseMap.Place(mapping, base + i * Layout.PAGE));
      }
    }
  }

  /** The places of a page, in order of their spaces; empty when it is mapped nowhere. */
  List<ReverseMap.Place> of(int frame) {
    return places.getOrDefault(frame, List.of());
  }

  /** Every page that is mapped, in order of spaces and addresses. */
  List<Integer> frames() {
    return places.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparing(list -> list.get(0), ORDER)))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    locked.forEach(memory -> memory.mmapLock.readLock().unlock());
    locked.clear();
  }
}
