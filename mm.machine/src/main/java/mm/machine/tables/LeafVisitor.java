package mm.machine.tables;

/** Is shown the leaf tables of a range. */
@FunctionalInterface
public interface LeafVisitor {
  /**
   * One leaf table. Called under the page-table lock, which is given up between two leaves.
   *
   * @param base address of entry 0
   * @param entries the table
   * @param from first entry of the range
   * @param to first entry after it
   */
  void leaf(long base, long[] entries, int from, int to);
}
