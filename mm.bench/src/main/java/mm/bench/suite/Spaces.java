package mm.bench.suite;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.bench.callback.ListCallback;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;

/** What the benchmarks of the engine have in common. */
final class Spaces {
  /** Number of callback classes, far more than the compiler would tell apart at one call. */
  static final int CLASSES = 16;

  static final Declaration DECLARATION = Declaration.neverBlocking("bench");
  static final long START = AddressRange.PAGE_SIZE;
  static final long END = 2 * START;

  /** The compiler's profile of a call shall show all classes before one of them is timed alone. */
  static final int WARM_CALLS = 100_000;

  private Spaces() {}

  static NotifierCore core(CoreOptions.Guards guards) {
    return NotifierCore.create(CoreOptions.defaults().with(guards));
  }

  /**
   * A space with the first of sixteen subscribers, of an engine that has called all of them, many
   * at a time and one at a time.
   */
  static AddressSpace withSubscribers(NotifierCore core, int count) {
    List<PairedNotifier> notifiers = ListCallback.distinct(CLASSES);
    List<AddressSpace> warm = new ArrayList<>(List.of(space(core, notifiers)));
    notifiers.forEach(each -> warm.add(space(core, List.of(each))));
    for (int i = 0; i < WARM_CALLS; i++) {
      warm.forEach(Spaces::pair);
    }
    warm.forEach(AddressSpace::release);
    return space(core, notifiers.subList(0, count));
  }

  private static AddressSpace space(NotifierCore core, List<PairedNotifier> notifiers) {
    AddressSpace space = core.createSpace("bench");
    notifiers.forEach(each -> space.subscribe(each, DECLARATION));
    return space;
  }

  static long pair(AddressSpace space) {
    long section = space.begin(InvalidationEvent.UNMAP, START, END);
    space.end(section);
    return section;
  }
}
