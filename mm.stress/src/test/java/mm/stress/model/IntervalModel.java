package mm.stress.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The writer's half of the interval protocol, one index entry per node, everything overlapping
 * everything.
 */
public final class IntervalModel {
  /** What may be wrong. */
  public enum Flaw {
    /** Nothing. */
    NONE,
    /**
     * A remove that waits compares the sequence without the lock. It sees the epoch closed while
     * the closer still walks the deferred list, returns, and its owner frees the node (Linux before
     * 319561669a59, of 2022).
     */
    UNLOCKED_REMOVE,
    /** A remove that waits gives up the lock between looking at the epoch and going to sleep. */
    LOST_WAKEUP,
    /** A section that a list notifier declines is not closed (kernel-semantics 4.6). */
    LEAKED_DECLINE
  }

  /** A subscription. */
  public static final class Node {
    private boolean freed; // plain: remove's return has to order it

    /** What the owner does when remove has returned. */
    public void free() {
      freed = true;
    }

    private void touch() {
      if (freed) {
        throw new IllegalStateException("used after it was freed");
      }
    }
  }

  private final Flaw flaw;
  private final Object lock = new Object();

  // Guarded by lock; the sequence is volatile for the flaw that reads it without.
  private final List<Node> index = new ArrayList<>();
  private final List<Node> leaving = new ArrayList<>();
  private volatile long sequence = 2;
  private int active;

  /** Makes an idle model. */
  public IntervalModel(Flaw flaw) {
    this.flaw = flaw;
  }

  /** Inserts a node; only before anything runs. */
  public Node insert() {
    Node node = new Node();
    index.add(node);
    return node;
  }

  /** Opens a section that concerns every node. */
  public void begin() {
    synchronized (lock) {
      active++;
      if (!index.isEmpty()) {
        sequence |= 1;
      }
    }
  }

  /** What a section that was declined comes to. */
  public void decline() {
    if (flaw != Flaw.LEAKED_DECLINE) {
      end();
    }
  }

  /** Closes a section; the last one closes the epoch. */
  public void end() {
    synchronized (lock) {
      if (--active == 0 && epochOpen()) {
        sequence = sequence + 1;
        for (Node each : leaving) {
          each.touch();
          index.remove(each);
        }
        leaving.clear();
        lock.notifyAll();
      }
    }
  }

  private boolean epochOpen() {
    return (sequence & 1) != 0;
  }

  /** Whether readBegin would answer at once. */
  public boolean readable() {
    synchronized (lock) {
      return !epochOpen();
    }
  }

  /** Removes a node; after return nobody touches it. */
  public void remove(Node node) {
    long epoch;
    synchronized (lock) {
      if (!epochOpen()) {
        index.remove(node);
        return;
      }
      leaving.add(node);
      epoch = sequence;
      if (flaw == Flaw.NONE || flaw == Flaw.LEAKED_DECLINE) {
        awaitEnd(epoch);
      }
    }
    if (flaw == Flaw.UNLOCKED_REMOVE) {
      while (sequence == epoch) {
        Thread.onSpinWait();
      }
    } else if (flaw == Flaw.LOST_WAKEUP) {
      synchronized (lock) {
        await();
      }
    }
  }

  private void awaitEnd(long epoch) {
    while (sequence == epoch) {
      await();
    }
  }

  private void await() {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
