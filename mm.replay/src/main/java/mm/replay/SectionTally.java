package mm.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.machine.SectionListener;
import mm.spi.PairedNotifier;

/**
 * Counts sections by event and size, and remembers the last ones for devices to look at. Subscribed
 * to spaces it also knows when all is quiet.
 */
final class SectionTally implements SectionListener, PairedNotifier {
  static final String NAME = "replay";

  /** Upper bounds of the size classes, in pages; the last one has none. */
  private static final long[] SIZES = {1, 7, 63, 511, 4095, Long.MAX_VALUE};

  private static final int RECENT_LIMIT = 64;

  private record Recent(AddressSpace space, TouchRange range) {}

  private final Map<InvalidationEvent, Long> byEvent = new EnumMap<>(InvalidationEvent.class);
  private final Map<Integer, Long> bySize = new TreeMap<>();
  private final List<Recent> recent = new ArrayList<>();
  private long total;

  /** Apart from the rest, because devices ask while they have a page in use. */
  private final AtomicLong started = new AtomicLong();

  private final AtomicLong ended = new AtomicLong();
  private final SectionListener next;

  /** A tally that passes on what it is told. */
  SectionTally(SectionListener next) {
    this.next = next;
  }

  @Override
  public synchronized void beginning(
      AddressSpace space, InvalidationEvent event, long start, long end) {
    if (space.released()) {
      return; // its exit, which the list of notifiers is not told of
    }
    next.beginning(space, event, start, end);
    total++;
    byEvent.merge(event, 1L, Long::sum);
    bySize.merge(sizeClass((end - start) / AddressRange.PAGE_SIZE), 1L, Long::sum);
    if (recent.size() < RECENT_LIMIT) {
      recent.add(new Recent(space, new TouchRange(start, end)));
    }
  }

  @Override
  public void start(InvalidationRange range) {
    started.incrementAndGet();
  }

  @Override
  public void end(InvalidationRange range) {
    ended.incrementAndGet();
  }

  @Override
  public void release(AddressSpace space) {
    started.incrementAndGet(); // its own end: what was looked at before proves nothing
    ended.incrementAndGet();
  }

  /** A number for {@link #quietSince}; negative while a section is open anywhere. */
  long quiet() {
    long over = ended.get();
    return started.get() == over ? over : -1;
  }

  /** Tells whether no section has started anywhere since. */
  boolean quietSince(long number) {
    return number >= 0 && started.get() == number;
  }

  private static int sizeClass(long pages) {
    int index = 0;
    while (pages > SIZES[index]) {
      index++;
    }
    return index;
  }

  /** The ranges of a space's sections since the last call for any space, at most some. */
  synchronized List<TouchRange> takeRecent(AddressSpace space) {
    List<TouchRange> taken =
        recent.stream().filter(each -> each.space == space).map(Recent::range).toList();
    recent.clear();
    return taken;
  }

  synchronized long total() {
    return total;
  }

  synchronized Map<String, Long> byEvent() {
    Map<String, Long> named = new TreeMap<>();
    byEvent.forEach((event, count) -> named.put(event.toString(), count));
    return named;
  }

  /** Counts per size class, small to large. */
  synchronized Map<String, Long> bySize() {
    Map<String, Long> named = new java.util.LinkedHashMap<>();
    bySize.forEach((index, count) -> named.put(sizeName(index), count));
    return named;
  }

  private static String sizeName(int index) {
    long from = index == 0 ? 1 : SIZES[index - 1] + 1;
    if (from == SIZES[index]) {
      return Long.toString(from);
    }
    return index == SIZES.length - 1 ? from + "+" : from + "-" + SIZES[index];
  }
}
