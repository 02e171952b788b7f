package mm.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.PairedNotifier;

/** Notifiers that write down what they are told, all into one log. */
final class Recorder {
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  List<String> take() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  void add(String line) {
    log.add(line);
  }

  PairedNotifier paired(String name) {
    return paired(name, range -> {});
  }

  PairedNotifier paired(String name, Consumer<InvalidationRange> atStart) {
    return new PairedNotifier() {
      @Override
      public void start(InvalidationRange range) {
        add(name + " start");
        atStart.accept(range);
      }

      @Override
      public void end(InvalidationRange range) {
        add(name + " end");
      }

      @Override
      public void release(AddressSpace space) {
        add(name + " release");
      }
    };
  }

  /** Declines whenever waiting is forbidden. */
  DecliningNotifier declining(String name) {
    return new DecliningNotifier() {
      @Override
      public Answer tryStart(InvalidationRange range) {
        add(name + " try-start");
        return range.blocking() == Blocking.FORBIDDEN ? Answer.WOULD_BLOCK : Answer.DONE;
      }

      @Override
      public void release(AddressSpace space) {
        add(name + " release");
      }
    };
  }

  Notifier releaseOnly(String name) {
    return space -> add(name + " release");
  }

  IntervalNotifier interval(String name, Answer whenForbidden) {
    return (IntervalSubscription subscription, InvalidationRange range, long sequence) -> {
      add(name + " invalidate " + range.event());
      subscription.setSequence(sequence);
      return range.blocking() == Blocking.FORBIDDEN ? whenForbidden : Answer.DONE;
    };
  }
}
