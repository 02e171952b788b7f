package mm.machine.rmap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import mm.machine.frames.Frames;
import mm.machine.frames.MergedPages;
import mm.machine.memory.AnonRoot;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Pte;

/**
 * All mappings, of whichever memory, that lead to one page of private memory: found by where the
 * page was first mapped, as Linux {@code anon_vma} does, or by where it was merged from. Memories
 * looked at are locked until {@link #close}; one that cannot be had at once makes the answer
 * incomplete.
 */
public final class ReverseMap implements AutoCloseable {
  /** One mapping that shows the page. */
  public record Place(Mapping mapping, long address) implements MergedPages.Located {
    @Override
    public long space() {
      return mapping.memory().space().id();
    }
  }

  private final AnonRoot origin;
  private final long offset;
  private final int frame;
  private List<Place> places = new ArrayList<>();
  private final List<ProcessMemory> locked = new ArrayList<>();
  private boolean complete = true;

  private ReverseMap(Mapping mapping, long address, int frame) {
    this.origin = mapping.anon().origin();
    this.offset = mapping.offsetAt(address);
    this.frame = frame;
  }

  /** The places of a page that one mapping shows at an address, in order of their spaces. */
  public static ReverseMap of(Mapping mapping, long address, int frame) {
    ReverseMap map = new ReverseMap(mapping, address, frame);
    Frames frames = mapping.memory().frames();
    boolean merged = frames.contents().isMerged(frame);
    for (ProcessMemory memory : mapping.memory().machine().memories()) {
      map.look(memory, merged ? map::lookForMerged : map::lookForRelated);
    }
    frames.lock();
    map.places = frames.contents().merged().orderedLocked(frame, map.places);
    frames.unlock();
    return map;
  }

  /**
   * The places where a page could be mapped that a mapping shows, whether it is there or not: in
   * order of the mappings' offsets, and of their links (Linux {@code rmap_walk_anon}).
   */
  static ReverseMap walk(Mapping mapping, long address, long entry) {
    ReverseMap map = new ReverseMap(mapping, address, Pte.frame(entry));
    AnonRoot owner = mapping.anon().ancestor(Pte.forks(entry));
    for (ProcessMemory memory : mapping.memory().machine().memories()) {
      map.look(memory, each -> map.lookForHeirs(each, owner));
    }
    map.places.sort(
        Comparator.<Place>comparingLong(place -> place.mapping().offset())
            .thenComparingLong(place -> place.mapping().link()));
    return map;
  }

  private void lookForHeirs(ProcessMemory memory, AnonRoot owner) {
    for (int i = 0; i < memory.mappings().size(); i++) {
      Mapping heir = memory.mappings().get(i);
      if (heir.anon() != null && heir.anon().descendsFrom(owner) && shows(heir)) {
        places.add(new Place(heir, heir.addressOf(offset)));
      }
    }
  }

  private void look(ProcessMemory memory, Consumer<ProcessMemory> look) {
    if (memory.mmapLock().readLock().tryLock()) {
      locked.add(memory);
      look.accept(memory);
    } else {
      complete = false;
    }
  }

  /** Pages leave the addresses where they were merged only when they are merged no longer. */
  private void lookForMerged(ProcessMemory memory) {
    memory.frames().lock();
    List<Long> addresses = memory.frames().contents().merged().addressesLocked(frame);
    memory.frames().unlock();
    for (long address : addresses) {
      Mapping mapping = memory.mappings().find(address);
      if (mapping != null) {
        addIfThere(mapping, address);
      }
    }
  }

  private void lookForRelated(ProcessMemory memory) {
    for (int i = 0; i < memory.mappings().size(); i++) {
      look(memory.mappings().get(i));
    }
  }

  private void look(Mapping mapping) {
    boolean related = mapping.anon() != null && mapping.anon().origin() == origin;
    if (related && shows(mapping)) {
      addIfThere(mapping, mapping.addressOf(offset));
    }
  }

  private boolean shows(Mapping mapping) {
    return offset >= mapping.offset() && offset < mapping.offset() + mapping.pages();
  }

  private void addIfThere(Mapping mapping, long address) {
    long entry = mapping.memory().tables().get(address);
    if (Pte.maps(entry) && Pte.frame(entry) == frame) {
      places.add(new Place(mapping, address));
    }
  }

  public List<Place> places() {
    return places;
  }

  public boolean isComplete() {
    return complete;
  }

  @Override
  public void close() {
    locked.forEach(memory -> memory.mmapLock().readLock().unlock());
    locked.clear();
  }
}
