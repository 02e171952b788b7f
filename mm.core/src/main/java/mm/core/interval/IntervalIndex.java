package mm.core.interval;

import java.util.function.Consumer;

/**
 * A multiset of half-open ranges {@code [start, end)} with a value each; ranges may overlap and be
 * equal. Addresses are not negative.
 *
 * <p>Not thread-safe; any number of searches may run at once while nobody inserts or removes. Keeps
 * about 45 bytes for each range, besides the value.
 *
 * <p><b>Algorithm notes.</b> A B+ tree: all ranges are in its leaves, which are equally deep.
 * {@link Bounds} tells what the numbers in a node mean and how a place in them is found, {@link
 * Node} how nodes hang together.
 *
 * <pre>
 *            0 -> 99          40 -> 70      start and largest end of each child
 *          /                     \
 * [3,4) [5,99) .. [38,39)   [40,41) .. [69,70)
 * </pre>
 *
 * <p>A search goes to the children that start before its range's end and end after its start; a
 * range that is much longer than others leads to its own leaf only. Insert splits full nodes on its
 * way down, so that it never has to turn back; remove goes down again into each node that equal
 * starts may have been spread over, and joins nodes that are less than a third full on its way up.
 *
 * <p>Rejected, as measured with 1e2 to 1e6 disjoint ranges: reading all lines of a leaf before they
 * are needed (up to 10 % faster in a million ranges, 10 % slower in fewer); plain sorted arrays
 * while there are few (a binary search in a hundred takes half as long again as two levels here, an
 * update the same).
 *
 * @param <T> type of the values
 */
public final class IntervalIndex<T> {
  private Node root; // null until there is a range: most spaces never have one
  private int height; // levels above the leaves
  private int size;

  /** Makes an empty index. */
  public IntervalIndex() {}

  /**
   * Number of entries. Cost: O(1).
   *
   * @return at least 0
   */
  public int size() {
    return size;
  }

  /**
   * Adds an entry. Cost: O(log n).
   *
   * @param start first of the range, not negative
   * @param end first after the range
   * @param value its value
   * @throws IllegalArgumentException when that is no range
   */
  public void insert(long start, long end, T value) {
    requireRange(start, end);
    makeRoom();
    Node node = root;
    for (int level = height; level > 0; level--) {
      node = childToInsert(node, start, end);
    }
    node.openValue(Bounds.startingBefore(node.bounds(), start), start, end, value);
    size++;
  }

  private void makeRoom() {
    if (root == null) {
      root = Node.leaf();
    } else if (Bounds.full(root.bounds())) {
      root = Node.parentOf(root);
      height++;
    }
  }

  private static Node childToInsert(Node node, long start, long end) {
    int row = node.childFor(start);
    if (Bounds.full(Node.bounds(node.slots(), row))) {
      node.splitChild(row, start);
      row = node.childFor(start);
    }
    if (Bounds.end(node.bounds(), row) < end) {
      Bounds.setEnd(node.bounds(), row, end);
    }
    return node.child(row);
  }

  /**
   * Removes an entry. Cost: O(log n + entries with the same start).
   *
   * @param start first of the range, not negative
   * @param end first after the range
   * @param value its value, compared by identity
   * @return true when it was there
   * @throws IllegalArgumentException when that is no range
   */
  public boolean remove(long start, long end, T value) {
    requireRange(start, end);
    if (size == 0 || !remove(root, height, start, end, value)) {
      return false;
    }
    size--;
    while (height > 0 && root.count() == 1) {
      root = root.child(0);
      height--;
    }
    return true;
  }

  private static boolean remove(Node node, int level, long start, long end, Object value) {
    if (level == 0) {
      return removeFromLeaf(node, start, end, value);
    }
    int row = node.childFor(start);
    while (!remove(node.child(row), level - 1, start, end, value)) {
      if (row == 0 || Bounds.start(node.bounds(), row) < start) {
        return false;
      }
      row--; // starts equal to the child's may also be in the one before
    }
    node.childShrank(row);
    return true;
  }

  private static boolean removeFromLeaf(Node leaf, long start, long end, Object value) {
    long[] bounds = leaf.bounds();
    for (int row = Bounds.startingBefore(bounds, start);
        row < Bounds.count(bounds) && Bounds.start(bounds, row) == start;
        row++) {
      if (leaf.slots()[row] == value && Bounds.end(bounds, row) == end) {
        leaf.closeValue(row);
        return true;
      }
    }
    return false;
  }

  /**
   * Shows the values of all entries that overlap a range, in ascending order of their starts. Cost:
   * O(log n + hits) for ranges of similar length, O((1 + hits) log n) for any; no allocation.
   *
   * @param start first of the range, not negative
   * @param end first after the range
   * @param action is shown each value; must not change the index
   * @throws IllegalArgumentException when that is no range
   */
  public void forEachOverlap(long start, long end, Consumer<? super T> action) {
    requireRange(start, end);
    if (size > 0) {
      forEach(root.bounds(), root.slots(), height, start, end, action);
    }
  }

  private static <T> void forEach(
      long[] bounds, Object[] slots, int level, long start, long end, Consumer<? super T> action) {
    int to = Bounds.startingBefore(bounds, end);
    int from = Bounds.firstReaching(bounds, to, start);
    while (level > 0 && to - from == 1) { // the usual case needs no calls
      bounds = Node.bounds(slots, from);
      slots = Node.slots(slots, from);
      level--;
      to = Bounds.startingBefore(bounds, end);
      from = Bounds.firstReaching(bounds, to, start);
    }
    if (level == 0) {
      forEachValue(bounds, slots, from, to, start, action);
      return;
    }
    for (int row = from; row < to; row++) {
      if (Bounds.end(bounds, row) > start) {
        forEach(Node.bounds(slots, row), Node.slots(slots, row), level - 1, start, end, action);
      }
    }
  }

  @SuppressWarnings("unchecked") // only insert writes values
  private static <T> void forEachValue(
      long[] bounds, Object[] slots, int from, int to, long start, Consumer<? super T> action) {
    for (int row = from; row < to; row++) {
      if (Bounds.end(bounds, row) > start) {
        action.accept((T) slots[row]);
      }
    }
  }

  /** For tests: null before there was any entry. */
  Node root() {
    return root;
  }

  /** For tests: levels above the leaves. */
  int height() {
    return height;
  }

  private static void requireRange(long start, long end) {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a range: [" + start + ", " + end + ")");
    }
  }
}
