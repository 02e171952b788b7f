package mm.lab.explore;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that logical threads run on, one in each run. It sleeps unless it has the turn, and who
 * has the turn is the only one that gives it to another.
 */
final class Hand extends Thread {
  private volatile boolean turn;
  private volatile boolean asleep;
  private Actor actor; // who has the hand, written before it is given the turn

  Hand() {
    setDaemon(true);
  }

  /** The logical thread that the calling thread runs; null outside of one. */
  static Actor actor() {
    return Thread.currentThread() instanceof Hand hand ? hand.actor : null;
  }

  /** The turn goes to this logical thread, which begins or goes on. */
  void giveTurn(Actor next) {
    actor = next;
    turn = true;
    if (asleep) {
      LockSupport.unpark(this);
    }
  }

  /** Null: there is nothing left to do. */
  void dismiss() {
    giveTurn(null);
  }

  void awaitTurn() {
    if (!turn) {
      sleep();
    }
    turn = false;
  }

  private void sleep() {
    asleep = true; // before the last look at the turn, as the giver looks in the other order
    while (!turn) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  @Override
  public void run() {
    awaitTurn();
    while (actor != null) {
      callIt(actor.name);
      actor.live();
      awaitTurn();
    }
  }

  /** Whoever speaks of the thread, as the engine does, speaks of the logical one. */
  private void callIt(String name) {
    if (!getName().equals(name)) {
      setName(name);
    }
  }
}
