package mm.machine.memory;

/** What an advice does to one mapping. */
@FunctionalInterface
public interface MappingAction {
  /**
   * Acts on a part of a mapping; the mmap lock is held.
   *
   * @return 0, or a negative error number which ends the walk
   */
  long apply(Mapping mapping, long start, long end);
}
