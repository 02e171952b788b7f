package mm.core.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Walks a whole index and checks what its nodes promise each other. */
final class TreeCheck {
  private int entries;
  private int leaves;

  private TreeCheck() {}

  static TreeCheck of(IntervalIndex<?> index) {
    TreeCheck check = new TreeCheck();
    if (index.root() != null) {
      check.root(index.root(), index.height());
    }
    assertEquals(index.size(), check.entries);
    return check;
  }

  /** How many of the leaves' rows are taken, 0 to 1. */
  double fill() {
    return entries / (double) (leaves * Bounds.WIDTH);
  }

  private void root(Node root, int height) {
    assertTrue(height == 0 || root.count() >= 2, "a root with one child");
    assertTrue(height == 0 || Bounds.start(root.bounds(), 0) == 0, "no child for address 0");
    node(root, height, 0, Long.MAX_VALUE);
  }

  private void node(Node node, int level, long least, long most) {
    rows(node, least, most);
    unusedRows(node);
    if (level > 0) {
      children(node, level, most);
    } else {
      leaves++;
      entries += node.count();
    }
  }

  private static void rows(Node node, long least, long most) {
    long[] bounds = node.bounds();
    long previous = least;
    long furthest = 0;
    for (int row = 0; row < node.count(); row++) {
      assertTrue(previous <= Bounds.start(bounds, row), "starts fall");
      previous = Bounds.start(bounds, row);
      assertTrue(previous < Bounds.end(bounds, row), "an empty range");
      furthest = Math.max(furthest, Bounds.end(bounds, row));
      assertEquals(furthest, Bounds.reach(bounds, row), "reach of a row");
    }
    assertTrue(previous <= most, "a start behind those of the next node");
  }

  private static void unusedRows(Node node) {
    int slotsOfARow = node.slots().length / Bounds.WIDTH;
    for (int row = 0; row < Bounds.WIDTH; row++) {
      for (int slot = row * slotsOfARow; slot < (row + 1) * slotsOfARow; slot++) {
        if (row < node.count()) {
          assertNotNull(node.slots()[slot], "a row without value");
        } else {
          assertNull(node.slots()[slot], "something kept that is gone");
        }
      }
      if (row >= node.count()) {
        assertEquals(Long.MAX_VALUE, Bounds.start(node.bounds(), row), "padding");
      }
    }
  }

  private void children(Node node, int level, long most) {
    long[] bounds = node.bounds();
    for (int row = 0; row < node.count(); row++) {
      Node child = node.child(row);
      assertTrue(child.count() >= Bounds.FEWEST, "a node that should have been joined");
      assertEquals(Bounds.reach(child.bounds()), Bounds.end(bounds, row), "end of a child");
      boolean last = row == node.count() - 1;
      node(
          child, level - 1, Bounds.start(bounds, row), last ? most : Bounds.start(bounds, row + 1));
    }
  }
}
