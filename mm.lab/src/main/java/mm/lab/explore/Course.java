package mm.lab.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One run of a program: logical threads of which exactly one runs at a time, and which hand over
 * only at {@link #step}, {@link #choose} and {@link #await}. Called from other threads than its own
 * logical ones, these do nothing; so what drivers do can be looked at after the run.
 *
 * <p><b>Time</b> is virtual: it passes only when nobody can take a step, and then up to the nearest
 * time-out.
 */
public final class Course {
  private final Chooser chooser;
  private final Crew crew;
  private final int maxSteps;
  private final Actors actors = new Actors();
  private final HangWatch watch = new HangWatch();
  private final List<Decision> decisions = new ArrayList<>();
  private List<Stuck> stuck = List.of();
  private Touches touches;
  private Actor current;
  private long nanos;
  private boolean cutting;
  private boolean cutShort;
  private boolean looking;
  private boolean atEnd;
  private Runnable ended = () -> {};
  private Throwable failure;

  Course(Chooser chooser, Crew crew, int maxSteps) {
    this.chooser = chooser;
    this.crew = crew;
    this.maxSteps = maxSteps;
  }

  /**
   * Adds a logical thread that the run waits for.
   *
   * @param name for stories
   * @param body what it does
   */
  public void spawn(String name, Runnable body) {
    add(name, Actor.Kind.ORDINARY, body);
  }

  /**
   * Adds a logical thread that serves others; the run is over when it waits and all others are
   * done.
   *
   * @param name for stories
   * @param body what it does
   */
  public void spawnServant(String name, Runnable body) {
    add(name, Actor.Kind.SERVANT, body);
  }

  private void add(String name, Actor.Kind kind, Runnable body) {
    actors.add(name, kind, actor -> live(actor, body));
  }

  private void live(Actor actor, Runnable body) {
    try {
      body.run();
    } catch (Cut end) {
      // as it should be
    } catch (Throwable thrown) {
      failure = failure == null && !cutting ? thrown : failure;
    } finally {
      actor.finished = true;
      leave();
    }
  }

  /** Called with all threads where they are, when nobody can take another step. */
  void whenEnded(Runnable action) {
    ended = action;
  }

  /** Runs until nobody can take a step, or the chooser cuts it. */
  void run() {
    Actor first = decide();
    if (first == null) {
      first = nextToCut();
    }
    if (first != null) {
      first.giveTurn(crew);
      watch.await();
    }
    if (failure != null) {
      throw new IllegalStateException("a logical thread failed: " + failure, failure);
    }
  }

  private void leave() {
    Actor next = cutting ? nextToCut() : decide();
    next = next == null ? nextToCut() : next;
    if (next == null) {
      watch.over();
    } else {
      next.giveTurn(crew);
    }
  }

  private Actor nextToCut() {
    cutting = true;
    return actors.firstLeft();
  }

  /** The next actor by the chooser's word; null when the run is over. */
  private Actor decide() {
    List<Decision> enabled = enabled();
    if (failure != null || enabled.isEmpty()) {
      stuck = looking(actors::stuck);
      chooser.over(touches, blocked());
      lookAtEnd();
      return null;
    }
    if (decisions.size() >= maxSteps) {
      cutShort = true;
      return null;
    }
    Decision next =
        chooser.next(enabled, touches, current == null ? -1 : current.number, this::blocked);
    if (next == Chooser.CUT) {
      cutShort = true;
      return null;
    }
    decisions.add(next);
    touches = new Touches();
    current = actors.get(next.actor());
    watch.decided(decisions.size(), current.name);
    return current;
  }

  private void lookAtEnd() {
    atEnd = true;
    looking = true;
    try {
      ended.run();
    } catch (RuntimeException thrown) {
      failure = failure == null ? thrown : failure;
    }
    looking = false;
    atEnd = false;
  }

  private List<Decision> enabled() {
    List<Decision> enabled = looking(actors::enabled);
    while (enabled.isEmpty() && passTime()) {
      enabled = looking(actors::enabled);
    }
    return enabled;
  }

  private boolean passTime() {
    long nearest = actors.nearestDeadline();
    if (nearest == Actor.NEVER) {
      return false;
    }
    nanos = Math.max(nanos, nearest);
    actors.timeOut(nanos);
    return true;
  }

  private List<Chooser.Blocked> blocked() {
    return looking(actors::blocked);
  }

  private <T> T looking(Supplier<T> question) {
    looking = true;
    T answer = question.get();
    looking = false;
    return answer;
  }

  private Optional<Actor> running() {
    return looking ? Optional.empty() : Optional.ofNullable(Hand.actor());
  }

  /**
   * Lets others go first.
   *
   * @param what is about to be done
   */
  public void step(String what) {
    choose(what, 1);
  }

  /**
   * Lets others go first, then goes one of several ways; every way is tried.
   *
   * @param what is about to be done
   * @param ways how many there are, at least 1
   * @return the way, from 0; 0 outside of logical threads
   */
  public int choose(String what, int ways) {
    Actor actor = running().orElse(null);
    if (actor == null) {
      return 0;
    }
    refuseWhenCut();
    actor.nextIsStep(what, ways);
    handOver(actor);
    return decisions.get(decisions.size() - 1).way();
  }

  /**
   * Waits until something holds.
   *
   * @param wait for what
   * @param timeoutNanos virtual time; {@link Long#MAX_VALUE} for ever
   * @return whether it holds; outside of logical threads what the condition says at once
   */
  public boolean await(Waiting wait, long timeoutNanos) {
    Actor actor = running().orElse(null);
    if (actor == null) {
      return wait.condition().getAsBoolean();
    }
    refuseWhenCut();
    long until = timeoutNanos >= Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + timeoutNanos;
    actor.nextIsWait(wait, until);
    handOver(actor);
    wait.objects().forEach(each -> touch(each, Touch.READ));
    if (actor.hasTimedOut()) {
      touches.addEverything();
    }
    return looking(actor::holds);
  }

  private void handOver(Actor actor) {
    Actor next = decide();
    if (next == null) {
      next = nextToCut();
    }
    if (next != actor) {
      next.giveTurn(crew);
      actor.awaitTurn();
    }
    refuseWhenCut();
    for (String each : actor.inside) {
      touches.add(each, Touch.WRITE);
    }
  }

  private void refuseWhenCut() {
    if (cutting) {
      throw new Cut();
    }
  }

  /**
   * Tells what the step that runs now uses.
   *
   * @param object its name, the same in every run
   * @param how reads, adds or writes
   */
  public void touch(String object, Touch how) {
    if (running().isPresent() && !cutting) {
      touches.add(object, how);
    }
  }

  /**
   * From now on every step of this logical thread changes an object, as the code of a driver does
   * that keeps its state in fields.
   *
   * @param object its name
   */
  public void enter(String object) {
    running()
        .ifPresent(
            actor -> {
              actor.inside.push(object);
              touch(object, Touch.WRITE);
            });
  }

  /** Undoes the last {@link #enter} of this logical thread. */
  public void leaveObject() {
    running().ifPresent(actor -> actor.inside.poll());
  }

  /**
   * Runs something that looks at state which others may hold locks of: steps and waits inside it
   * are no steps.
   *
   * @param look what to do; must change nothing
   */
  public void look(Runnable look) {
    boolean before = looking;
    looking = true;
    try {
      look.run();
    } finally {
      looking = before;
    }
  }

  /** {@return whether locks are to be ignored: the run is over, or somebody only looks} */
  public boolean isLooking() {
    return looking || Hand.actor() == null;
  }

  /** {@return whether the run is over and its logical threads are being ended} */
  public boolean isEnding() {
    return cutting && Hand.actor() != null;
  }

  /** {@return virtual time since the start, in nanoseconds} */
  public long nanoTime() {
    return nanos;
  }

  /** {@return steps taken so far} */
  public int steps() {
    return decisions.size();
  }

  /** {@return the name of the logical thread that runs; "-" outside of one} */
  public String actor() {
    Actor actor = Hand.actor();
    return actor == null || atEnd ? "-" : actor.name;
  }

  /** {@return who waits for ever, when the run is over} */
  public List<Stuck> stuck() {
    return stuck;
  }

  /** {@return what was decided, from the first step on} */
  public List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  boolean wasCutShort() {
    return cutShort;
  }

  /**
   * The cycle among those that wait for ever, if there is one: each waits for the next, the last
   * for the first.
   *
   * @return names in order of waiting; empty when nobody waits in a circle
   */
  public List<Stuck> cycle() {
    return new WaitCircle(stuck).find();
  }
}
