package mm.bench.index;

import java.util.function.Consumer;
import mm.core.interval.IntervalIndex;

/** The engine's own index. The only place of this module that knows it. */
final class Engine implements IntervalSearch, Consumer<Hit> {
  private final IntervalIndex<Hit> index = new IntervalIndex<>();
  private long tick;
  private int found;

  @Override
  public void insert(Hit hit) {
    index.insert(Hit.address(hit.startPage), Hit.address(hit.endPage), hit);
  }

  @Override
  public void remove(Hit hit) {
    index.remove(Hit.address(hit.startPage), Hit.address(hit.endPage), hit);
  }

  @Override
  public int touch(int fromPage, int toPage, long newTick) {
    tick = newTick;
    found = 0;
    index.forEachOverlap(Hit.address(fromPage), Hit.address(toPage), this);
    return found;
  }

  @Override
  public void accept(Hit hit) {
    hit.tick = tick;
    found++;
  }
}
