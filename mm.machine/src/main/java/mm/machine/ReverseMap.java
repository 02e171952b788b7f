package mm.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * All mappings, of whichever memory, that lead to one page of private memory: found by where the
 * page was first mapped, as Linux {@code anon_vma} does. Memories looked at are locked until {@link
 * #close}; one that cannot be had at once makes the answer incomplete.
 */
final class ReverseMap implements AutoCloseable {
  /** One mapping that shows the page. */
  record Place(Mapping mapping, long address) {}

  private final AnonRoot origin;
  private final long offset;
  private final int frame;
  private final List<Place> places = new ArrayList<>();
  private final List<ProcessMemory> locked = new ArrayList<>();
  private boolean complete = true;

  private ReverseMap(Mapping mapping, long address, int frame) {
    this.origin = mapping.anon.origin();
    this.offset = mapping.offsetAt(address);
    this.frame = frame;
  }

  /** The places of a page that one mapping shows at an address, in order of their spaces. */
  static ReverseMap of(Mapping mapping, long address, int frame) {
    ReverseMap map = new ReverseMap(mapping, address, frame);
    for (ProcessMemory memory : mapping.memory.machine.memories()) {
      map.look(memory);
    }
    return map;
  }

  private void look(ProcessMemory memory) {
    if (!memory.mmapLock.readLock().tryLock()) {
      complete = false;
      return;
    }
    locked.add(memory);
    for (int i = 0; i < memory.mappings.size(); i++) {
      look(memory.mappings.get(i));
    }
  }

  private void look(Mapping mapping) {
    boolean related = mapping.anon != null && mapping.anon.origin() == origin;
    if (!related || offset < mapping.offset || offset >= mapping.offset + mapping.pages()) {
      return;
    }
    long address = mapping.start + ((offset - mapping.offset) << Layout.PAGE_SHIFT);
    long entry = mapping.memory.tables.get(address);
    if (Pte.maps(entry) && Pte.frame(entry) == frame) {
      places.add(new Place(mapping, address));
    }
  }

  List<Place> places() {
    return places;
  }

  boolean isComplete() {
    return complete;
  }

  @Override
  public void close() {
    locked.forEach(memory -> memory.mmapLock.readLock().unlock());
    locked.clear();
  }
}
