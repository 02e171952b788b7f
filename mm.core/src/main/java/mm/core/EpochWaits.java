package mm.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import mm.api.Wait;
import mm.core.CoreIntervalSubscription.Place;
import mm.core.port.Waiting;

/** Waiting until an epoch closes; every call is made with the lock of {@link Intervals} held. */
final class EpochWaits {
  private final EpochWord word;
  private final CoreSpace space;
  private final SectionRegistry sections;
  private final Condition closed;

  EpochWaits(EpochWord word, CoreSpace space, SectionRegistry sections, Condition closed) {
    this.word = word;
    this.space = space;
    this.sections = sections;
    this.closed = closed;
  }

  /** The epoch is closed, and what was deferred is done. */
  void closed() {
    closed.signalAll();
  }

  /** Waits until the closer of the epoch has taken a subscription out. */
  void awaitRemoved(CoreIntervalSubscription gone) {
    Waiting wait = shown(gone, "close an interval subscription");
    try {
      while (gone.place == Place.AWAITING_REMOVE) {
        closed.awaitUninterruptibly();
      }
    } finally {
      space.over(wait);
    }
  }

  /** Waits while a reader's epoch is open; false when it still is at the deadline. */
  boolean awaitEnd(CoreIntervalSubscription reader, long epoch, long deadline) {
    if (!word.isOpenWithAttention(epoch)) {
      return true;
    }
    Waiting wait = shown(reader, "read an interval");
    try {
      return awaitEnd(epoch, deadline);
    } finally {
      space.over(wait);
    }
  }

  private boolean awaitEnd(long epoch, long deadline) {
    boolean interrupted = false;
    boolean open = true;
    long left = deadline - System.nanoTime();
    while (open && left > 0) {
      try {
        closed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      open = word.isOpenWithAttention(epoch);
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !open;
  }

  /** Shows that the calling thread waits until the epoch closes. */
  private Waiting shown(CoreIntervalSubscription who, String what) {
    String port = "the open epoch in " + space.name() + " to " + what;
    return space.waits(who.name(), port, Wait.Needs.ALL, this::keepItOpen);
  }

  /** Whose sections the epoch waits for. */
  private List<String> keepItOpen() {
    List<String> names = new ArrayList<>();
    sections
        .capture(space)
        .forEach(
            each -> {
              if (each.section().countedByIntervals) {
                names.add(Waiting.nameOf(each.thread()));
              }
            });
    return names.stream().distinct().toList();
  }
}
