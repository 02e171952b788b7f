package mm.lab.run;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;

/** An interval subscription whose waits are steps. */
record IntervalStay(World world, Rig rig, IntervalSubscription inner, Told told)
    implements IntervalSubscription {
  private static final long NOW = 0;

  @Override
  public AddressSpace space() {
    return inner.space();
  }

  @Override
  public AddressRange range() {
    return inner.range();
  }

  @Override
  public long readBegin(long timeoutNanos) {
    world.course.step(rig.name() + " begins to read");
    awaitsInvalidations();
    long deadline = deadline(timeoutNanos);
    long seen = readNow();
    while (seen == IntervalSubscription.TIMED_OUT && awaitChange(deadline)) {
      seen = readNow();
    }
    if (seen != IntervalSubscription.TIMED_OUT) {
      rig.accesses.readBegun();
      world.journal.mark(Journal.Mark.READ_BEGIN);
    }
    return seen;
  }

  private void awaitsInvalidations() {
    if (world.locks.holdsAny()) {
      world.watching().aboutToAwaitInvalidations();
    }
  }

  private long readNow() {
    world.course.touch(epochs(), Touch.READ);
    return inner.readBegin(NOW);
  }

  private long deadline(long timeoutNanos) {
    long now = world.course.nanoTime();
    boolean never = !world.keeps(Rule.R3_6) || timeoutNanos > Long.MAX_VALUE - now;
    return never ? Long.MAX_VALUE : now + timeoutNanos;
  }

  /** The dispatcher knows whether it may go on, and wants to be asked by the reader itself. */
  private boolean awaitChange(long deadline) {
    SimSpace in = rig.space();
    long seen = in.changes();
    long now = world.course.nanoTime();
    return world.course.await(
        new Waiting(
            "the open epoch of " + in.name,
            () -> in.changes() != seen,
            List.of(epochs()),
            in.sections::owners),
        deadline == Long.MAX_VALUE ? deadline : deadline - now);
  }

  private String epochs() {
    return "epochs of " + rig.space().name;
  }

  @Override
  public boolean readRetry(long sequence) {
    world.course.touch(rig.object(), Touch.WRITE);
    world.journal.mark(Journal.Mark.READ_RETRY);
    boolean collided = inner.readRetry(sequence);
    if (!collided) {
      rig.accesses.readChecked();
    }
    return collided;
  }

  @Override
  public void setSequence(long sequence) {
    told.sequenceSet(sequence);
    inner.setSequence(sequence);
  }

  @Override
  public boolean live() {
    return inner.live();
  }

  @Override
  public void close() {
    if (!inner.live()) {
      return;
    }
    awaitsInvalidations();
    boolean inside =
        world.keeps(Rule.R2_8) && rig.space().sections.owners().contains(world.course.actor());
    if (world.keeps(Rule.R3_5) && !inside) {
      world.course.await(
          new Waiting(
              rig.name() + " leaves when the epoch of " + rig.space().name + " is over",
              () -> !world.engines.now().epochOpen(space(), !rig.space().sections.isEmpty()),
              List.of(epochs()),
              rig.space().sections::owners),
          Long.MAX_VALUE);
    }
    world.course.touch(epochs(), Touch.WRITE);
    inner.close();
    told.left();
  }
}
