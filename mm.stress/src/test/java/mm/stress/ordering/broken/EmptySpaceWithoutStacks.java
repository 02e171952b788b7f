package mm.stress.ordering.broken;

import mm.stress.Engines;
import mm.stress.ordering.EmptySpaceStress;
import mm.stress.ordering.FencelessEngine;
import mm.stress.ordering.FencelessEngine.Without;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Planted bug in the engine: it does not stop the owner of an empty space (R4.2). No memory model
 * says that taking a stack is a fence; that {@link EmptySpaceStress} holds with it and this one is
 * reported without shows it.
 */
@JCStressTest
@State
public class EmptySpaceWithoutStacks extends EmptySpaceStress {
  private static final Engines BROKEN = FencelessEngine.without(Without.STACKS);

  /** On the engine without it. */
  public EmptySpaceWithoutStacks() {
    super(BROKEN.fresh());
  }

  @Actor
  @Override
  public void owner(II_Result result) {
    super.owner(result);
  }

  @Actor
  @Override
  public void newcomer(II_Result result) {
    super.newcomer(result);
  }
}
