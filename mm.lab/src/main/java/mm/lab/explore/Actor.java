package mm.lab.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A logical thread. Its fields are used by whoever has the turn only. */
final class Actor {
  static final long NEVER = Long.MAX_VALUE;

  /** Whether a run waits for it to finish. */
  enum Kind {
    ORDINARY,
    /** Serves others; it may wait for work when the run is over. */
    SERVANT
  }

  final int number;
  final String name;
  final Kind kind;
  final Deque<String> inside = new ArrayDeque<>();
  private final Consumer<Actor> life;
  private Hand hand;
  boolean finished;

  // What it is about to do.
  private int ways = 1;
  private String what = "start";
  private BooleanSupplier condition = () -> true;
  private Supplier<List<String>> blockers = List::of;
  private Touches waitsOn = new Touches();
  private long deadline = NEVER;
  private boolean timedOut;

  Actor(int number, String name, Kind kind, Consumer<Actor> life) {
    this.number = number;
    this.name = name;
    this.kind = kind;
    this.life = life;
  }

  /** Called by its hand, with the first turn. */
  void live() {
    life.accept(this);
  }

  boolean hasBegun() {
    return hand != null;
  }

  void nextIsStep(String doing, int alternatives) {
    what = doing;
    ways = alternatives;
    condition = () -> true;
    blockers = List::of;
    waitsOn = new Touches();
    deadline = NEVER;
    timedOut = false;
  }

  void nextIsWait(Waiting wait, long until) {
    what = wait.what();
    ways = 1;
    condition = wait.condition();
    blockers = wait.blockers();
    waitsOn = new Touches();
    wait.objects().forEach(each -> waitsOn.add(each, Touch.READ));
    deadline = until;
    timedOut = false;
  }

  boolean enabled() {
    return !finished && (timedOut || condition.getAsBoolean());
  }

  boolean holds() {
    return condition.getAsBoolean();
  }

  int ways() {
    return ways;
  }

  long deadline() {
    return finished ? NEVER : deadline;
  }

  void timeOut() {
    timedOut = true;
  }

  boolean hasTimedOut() {
    return timedOut;
  }

  Touches waitsOn() {
    return waitsOn;
  }

  Stuck stuck() {
    return new Stuck(name, what, List.copyOf(blockers.get()));
  }

  /** With the first turn it gets a thread. */
  void giveTurn(Crew crew) {
    if (hand == null) {
      hand = crew.hand(number);
    }
    hand.giveTurn(this);
  }

  void awaitTurn() {
    hand.awaitTurn();
  }
}
