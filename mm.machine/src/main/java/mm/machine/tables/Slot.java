package mm.machine.tables;

/** A table of the middle level: the leaf tables of one GiB. */
final class Slot {
  final long[][] leaves = new long[Layout.ENTRIES][];

  static int index(long address) {
    return (int) (address >>> Layout.BLOCK_SHIFT) & (Layout.ENTRIES - 1);
  }
}
