package mm.bench.index;

import htsjdk.samtools.util.IntervalTree;
import java.util.Iterator;

/** A red-black tree with closed {@code int} bounds, augmented with the largest end. */
final class Htsjdk implements IntervalSearch {
  private final IntervalTree<Hit> tree = new IntervalTree<>();

  @Override
  public void insert(Hit hit) {
    tree.put(hit.startPage, hit.endPage - 1, hit);
  }

  @Override
  public void remove(Hit hit) {
    tree.remove(hit.startPage, hit.endPage - 1);
  }

  @Override
  public int touch(int fromPage, int toPage, long tick) {
    int found = 0;
    Iterator<IntervalTree.Node<Hit>> hits = tree.overlappers(fromPage, toPage - 1);
    while (hits.hasNext()) {
      hits.next().getValue().tick = tick;
      found++;
    }
    return found;
  }
}
