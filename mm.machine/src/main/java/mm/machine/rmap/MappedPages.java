package mm.machine.rmap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import mm.machine.frames.Frames;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Where every page is mapped, over all memories: taken at the start of a reclaim and checked again
 * by whoever acts on it. The memories stay locked until {@link #close}; those that could not be had
 * at once are left out, with their pages.
 *
 * <p>Places are numbered in order of spaces and addresses, and those of one page are chained from
 * the last to the first, all in flat arrays: a reclaim of a few pages looks at every entry of the
 * machine.
 */
public final class MappedPages implements AutoCloseable {
  private static final int NONE = 0;

  private final List<ProcessMemory> locked = new ArrayList<>();

  /** By frame: its last place, or {@link #NONE}. */
  private int[] last = new int[1024];

  // By place; number 0 stands for none.
  private Mapping[] mappings = new Mapping[1024];
  private long[] addresses = new long[1024];
  private int[] frames = new int[1024];
  private int[] before = new int[1024];
  private int places;

  public MappedPages(MachineState machine) {
    for (ProcessMemory memory : machine.memories()) {
      if (memory.mmapLock().readLock().tryLock()) {
        locked.add(memory);
        addAll(memory);
      }
    }
  }

  private void addAll(ProcessMemory memory) {
    for (int i = 0; i < memory.mappings().size(); i++) {
      Mapping mapping = memory.mappings().get(i);
      memory
          .tables()
          .walk(
              mapping.start(),
              mapping.end(),
              (base, entries, from, to) -> addLeaf(mapping, base, entries, from, to));
    }
  }

  private void addLeaf(Mapping mapping, long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Pte.isPresent(entries[i]) && Pte.frame(entries[i]) != Frames.ZERO) {
        add(Pte.frame(entries[i]), mapping, base + i * Layout.PAGE);
      }
    }
  }

  private void add(int frame, Mapping mapping, long address) {
    int place = ++places;
    if (place == frames.length) {
      grow();
    }
    if (frame >= last.length) {
      last = Arrays.copyOf(last, Math.max(frame + 1, last.length * 2));
    }
    mappings[place] = mapping;
    addresses[place] = address;
    frames[place] = frame;
    before[place] = last[frame];
    last[frame] = place;
  }

  private void grow() {
    int length = places * 2;
    mappings = Arrays.copyOf(mappings, length);
    addresses = Arrays.copyOf(addresses, length);
    frames = Arrays.copyOf(frames, length);
    before = Arrays.copyOf(before, length);
  }

  /** The places of a page, in order of their spaces; empty when it is mapped nowhere. */
  public List<ReverseMap.Place> of(int frame) {
    int place = frame < last.length ? last[frame] : NONE;
    if (place == NONE || before[place] == NONE) {
      return place == NONE ? List.of() : List.of(place(place));
    }
    Deque<ReverseMap.Place> found = new ArrayDeque<>();
    for (; place != NONE; place = before[place]) {
      found.addFirst(place(place));
    }
    return List.copyOf(found);
  }

  private ReverseMap.Place place(int number) {
    return new ReverseMap.Place(mappings[number], addresses[number]);
  }

  /** Shows every page that is mapped once, in order of the first place of each. */
  public void forEachFrame(IntConsumer visitor) {
    for (int place = 1; place <= places; place++) {
      if (before[place] == NONE) {
        visitor.accept(frames[place]);
      }
    }
  }

  @Override
  public void close() {
    locked.forEach(memory -> memory.mmapLock().readLock().unlock());
    locked.clear();
  }
}
