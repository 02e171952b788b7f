package mm.core.interval;

import java.util.Arrays;

/**
 * A node of the tree as a pair: the numbers of its rows and what belongs to them.
 *
 * <p>Algorithm notes. The row of a leaf is a range, its slot the value. The row of an inner node is
 * a child: its start is no more than the starts in it and no less than those in the child before;
 * its end is the largest end in it. A start may be less than necessary, as removing from a leaf
 * leaves it, and is 0 at the left edge of the tree, so that every address has a child to go to.
 *
 * <p>A child has two slots, the two arrays of its pair. The pair itself is made anew where it is
 * convenient, and never by the search: with objects for nodes, the way down to a leaf waits for
 * memory once more, which takes 20 to 40 % of a search in a million ranges.
 *
 * @param bounds see {@link Bounds}
 * @param slots values of a leaf; bounds and slots of the children of an inner node, in turns
 */
record Node(long[] bounds, Object[] slots) {
  private static final int WIDTH = Bounds.WIDTH;

  static Node leaf() {
    return new Node(Bounds.create(), new Object[WIDTH]);
  }

  static Node parentOf(Node only) {
    Node parent = new Node(Bounds.create(), new Object[2 * WIDTH]);
    parent.openChild(0, 0, only);
    return parent;
  }

  /** The bounds of a child. */
  static long[] bounds(Object[] slots, int row) {
    return (long[]) slots[2 * row];
  }

  /** The slots of a child. */
  static Object[] slots(Object[] slots, int row) {
    return (Object[]) slots[2 * row + 1];
  }

  Node child(int row) {
    return new Node(bounds(slots, row), slots(slots, row));
  }

  int count() {
    return Bounds.count(bounds);
  }

  /** The child that may hold a start; with equal starts the last of them. */
  int childFor(long start) {
    return Bounds.startingBefore(bounds, start + 1) - 1;
  }

  void openValue(int row, long start, long end, Object value) {
    System.arraycopy(slots, row, slots, row + 1, count() - row);
    slots[row] = value;
    Bounds.open(bounds, row, start, end);
  }

  void closeValue(int row) {
    int last = count() - 1;
    System.arraycopy(slots, row + 1, slots, row, last - row);
    slots[last] = null;
    Bounds.close(bounds, row);
  }

  private void openChild(int row, long start, Node child) {
    copySlots(slots, row, slots, row + 1, count() - row);
    slots[2 * row] = child.bounds;
    slots[2 * row + 1] = child.slots;
    Bounds.open(bounds, row, start, Bounds.reach(child.bounds));
  }

  private void closeChild(int row) {
    int last = count() - 1;
    copySlots(slots, row + 1, slots, row, last - row);
    clearSlots(last, last + 1);
    Bounds.close(bounds, row);
  }

  /**
   * Splits a full child. Where ranges come in order, all into the first or the last leaf, the leaf
   * that gets no more of them keeps two thirds.
   */
  void splitChild(int row, long start) {
    Node left = child(row);
    Node right = new Node(Bounds.create(), new Object[left.slots.length]);
    int kept = left.keptBySplit(start);
    copy(left, kept, right, 0, WIDTH - kept);
    left.setCount(kept, kept);
    right.setCount(WIDTH - kept, 0);
    openChild(row + 1, Bounds.start(right.bounds, 0), right);
    correctEnd(row);
  }

  private int keptBySplit(long start) {
    int before = Bounds.startingBefore(bounds, start);
    if (before == WIDTH) {
      return WIDTH - Bounds.FEWEST;
    }
    return before == 0 ? Bounds.FEWEST : WIDTH / 2;
  }

  /** Sets right what the parent tells of a child from which something was removed. */
  void childShrank(int row) {
    if (Bounds.count(bounds(slots, row)) < Bounds.FEWEST) {
      joinChildren(Math.max(row - 1, 0));
    } else {
      correctEnd(row);
    }
  }

  private void correctEnd(int row) {
    Bounds.setEnd(bounds, row, Bounds.reach(bounds(slots, row)));
  }

  /** Makes one of two neighbours, or two of the same size if one would soon be full. */
  private void joinChildren(int row) {
    Node left = child(row);
    Node right = child(row + 1);
    if (left.count() + right.count() <= WIDTH - Bounds.FEWEST) {
      left.append(right, right.count());
      closeChild(row + 1);
    } else {
      left.balance(right);
      Bounds.setStart(bounds, row + 1, Bounds.start(right.bounds, 0));
      correctEnd(row + 1);
    }
    correctEnd(row);
  }

  private void balance(Node right) {
    int surplus = (count() - right.count()) / 2;
    if (surplus > 0) {
      right.prepend(this, surplus);
    } else {
      append(right, -surplus);
      right.dropFirst(-surplus);
    }
  }

  private void prepend(Node left, int rows) {
    int count = count();
    int kept = left.count() - rows;
    copy(this, 0, this, rows, count);
    copy(left, kept, this, 0, rows);
    setCount(count + rows, 0);
    left.setCount(kept, kept);
  }

  private void append(Node right, int rows) {
    int count = count();
    copy(right, 0, this, count, rows);
    setCount(count + rows, count);
  }

  private void dropFirst(int rows) {
    int kept = count() - rows;
    copy(this, rows, this, 0, kept);
    setCount(kept, 0);
  }

  private static void copy(Node from, int fromRow, Node to, int toRow, int rows) {
    Bounds.copy(from.bounds, fromRow, to.bounds, toRow, rows);
    copySlots(from.slots, fromRow, to.slots, toRow, rows);
  }

  private void setCount(int count, int firstCopied) {
    clearSlots(count, WIDTH);
    Bounds.setCount(bounds, count, firstCopied);
  }

  private static void copySlots(Object[] from, int fromRow, Object[] to, int toRow, int rows) {
    int each = from.length / WIDTH;
    System.arraycopy(from, fromRow * each, to, toRow * each, rows * each);
  }

  /** What is gone must not be kept from the garbage collector. */
  private void clearSlots(int from, int to) {
    int each = slots.length / WIDTH;
    Arrays.fill(slots, from * each, to * each, null);
  }
}
