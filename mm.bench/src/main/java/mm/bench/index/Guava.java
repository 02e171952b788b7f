package mm.bench.index;

import com.google.common.collect.Range;
import com.google.common.collect.RangeMap;
import com.google.common.collect.TreeRangeMap;

/** Disjoint ranges only, keys are objects. */
final class Guava implements IntervalSearch {
  private final RangeMap<Long, Hit> map = TreeRangeMap.create();

  @Override
  public void insert(Hit hit) {
    map.put(range(hit.startPage, hit.endPage), hit);
  }

  @Override
  public void remove(Hit hit) {
    map.remove(range(hit.startPage, hit.endPage));
  }

  @Override
  public int touch(int fromPage, int toPage, long tick) {
    int found = 0;
    for (Hit hit : map.subRangeMap(range(fromPage, toPage)).asMapOfRanges().values()) {
      hit.tick = tick;
      found++;
    }
    return found;
  }

  private static Range<Long> range(int fromPage, int toPage) {
    return Range.closedOpen(Hit.address(fromPage), Hit.address(toPage));
  }
}
