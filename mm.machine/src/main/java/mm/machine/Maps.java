package mm.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mm.machine.ksm.KsmBreak;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.memory.ProcessMemory;

/**
 * The maps file of an address space: its mappings as they are now. From {@link ProcFolder#maps}.
 *
 * <p>May be asked from any thread; every look takes the mmap lock for reading, so it may wait.
 */
public final class Maps {
  private final ProcessMemory memory;

  Maps(ProcessMemory memory) {
    this.memory = memory;
  }

  /**
   * The mappings as they are now.
   *
   * @return a new list, ascending
   */
  public List<MappingView> list() {
    return reading(
        mappings -> {
          List<MappingView> views = new ArrayList<>(mappings.size());
          for (int i = 0; i < mappings.size(); i++) {
            views.add(mappings.get(i).view());
          }
          return views;
        });
  }

  /**
   * Number of mappings now.
   *
   * @return at least 0
   */
  public int count() {
    return reading(Mappings::size);
  }

  /**
   * One mapping by its number, for who chooses one at random.
   *
   * @param index 0 for the lowest
   * @return the mapping, or empty when there are not so many
   */
  public Optional<MappingView> mapping(int index) {
    return reading(mappings -> Optional.ofNullable(mappings.get(index)).map(Mapping::view));
  }

  /**
   * The mapping of an address.
   *
   * @param address any address
   * @return the mapping, or empty when nothing is mapped there
   */
  public Optional<MappingView> mappingAt(long address) {
    return reading(mappings -> Optional.ofNullable(mappings.find(address)).map(Mapping::view));
  }

  /**
   * How many pages of a range share a frame with equal pages (KSM).
   *
   * @param address start, page aligned
   * @param length bytes
   * @return pages, at least 0
   */
  public long mergedPages(long address, long length) {
    return reading(mappings -> KsmBreak.count(mappings, address, address + length));
  }

  private <T> T reading(Function<Mappings, T> look) {
    memory.mmapLock().readLock().lock();
    try {
      return look.apply(memory.mappings());
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }
}
