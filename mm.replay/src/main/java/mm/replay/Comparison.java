package mm.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.replay.PredictionFigures.Counts;
import mm.replay.input.Call;
import mm.replay.input.NotificationKind;
import mm.replay.input.RecordedEvent;
import mm.replay.input.RecordedEvent.CallEntered;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;

/**
 * Compares, call by call, what the machine raises with what was recorded. A prediction is a hit
 * when the same call raised one of the same class and range.
 *
 * <p>Predictions count from the time when the recorder listened: after exec, once the first munmap
 * has returned (the loader is done) or a notification was seen; after fork, at once. A memory
 * without any recorded notification had no recorder and does not count. One recording, one thread.
 */
final class Comparison implements PairedNotifier {
  private static final String NAME = "compare";

  private record Item(NotificationClass which, long start, long end) {}

  /** One memory. */
  private static final class Watched {
    final PredictionFigures figures = new PredictionFigures();
    boolean listening;
    boolean seen;
  }

  private final Map<Long, Watched> memories = new HashMap<>();
  private final Map<Integer, List<Item>> observed = new HashMap<>();
  private final List<Item> predicted = new ArrayList<>();
  private AddressSpace executing;
  private Call executed;

  /** A memory has come. */
  void watch(AddressSpace space) {
    space.subscribe(this, Declaration.neverBlocking(NAME));
  }

  /** A memory is a copy: its recorder listens from the start. */
  void forked(AddressSpace space) {
    of(space).listening = true;
  }

  private Watched of(AddressSpace space) {
    return memories.computeIfAbsent(space.id(), id -> new Watched());
  }

  /** What the machine raises from here to {@link #executed()} is a prediction for the call. */
  void executing(AddressSpace space, Call call) {
    executing = space;
    executed = call;
  }

  void executed() {
    executing = null;
  }

  @Override
  public void start(InvalidationRange range) {
    if (range.space() == executing) {
      NotificationClass which = NotificationClass.of(range, executed);
      if (which != null) {
        predicted.add(new Item(which, range.start(), range.end()));
      }
    }
  }

  @Override
  public void end(InvalidationRange range) {}

  @Override
  public void release(AddressSpace space) {}

  /** Takes note of an event that is about to be applied. */
  void before(RecordedEvent event, MemoryTable tasks) {
    if (event instanceof CallEntered entered) {
      observed.put(entered.task(), new ArrayList<>());
    } else if (event instanceof Notified n && n.kind() == NotificationKind.INVALIDATE) {
      observe(n, of(tasks.of(n.task()).space()));
    } else if (event instanceof CallReturned) {
      predicted.clear();
    }
  }

  private void observe(Notified notification, Watched memory) {
    memory.seen = true;
    memory.listening = true;
    NotificationClass which = NotificationClass.of(notification.initiator());
    if (which == null) {
      memory.figures.apart(notification.initiator());
      return;
    }
    List<Item> ofCall = observed.get(notification.task());
    memory.figures.add(which, new Counts(1, 0, 0, ofCall == null ? 1 : 0));
    if (ofCall != null) {
      ofCall.add(new Item(which, notification.start(), notification.end()));
    }
  }

  /** Judges the predictions for a call that was applied. */
  void after(RecordedEvent event, MemoryTable tasks) {
    if (event instanceof CallReturned returned) {
      List<Item> real = observed.remove(returned.task());
      if (changesMemory(returned.call())) {
        judge(returned.call(), real == null ? new ArrayList<>() : real, of(space(returned, tasks)));
      }
    }
  }

  private static AddressSpace space(CallReturned returned, MemoryTable tasks) {
    return tasks.of(returned.task()).space();
  }

  private static boolean changesMemory(Call call) {
    return !(call instanceof Call.Creation
        || call instanceof Call.Execve
        || call instanceof Call.ExitGroup);
  }

  private void judge(Call call, List<Item> real, Watched memory) {
    if (memory.listening) {
      for (Item each : predicted) {
        memory.figures.add(each.which, new Counts(0, 1, real.remove(each) ? 1 : 0, 0));
      }
    } else {
      memory.figures.notCounted(predicted.size());
      memory.listening = call instanceof Call.Munmap;
    }
  }

  /** The figures of all memories so far. */
  PredictionFigures figures() {
    PredictionFigures sum = new PredictionFigures();
    for (Watched each : memories.values()) {
      if (each.seen) {
        each.figures.addTo(sum);
      } else {
        each.figures.discountInto(sum);
      }
    }
    return sum;
  }
}
