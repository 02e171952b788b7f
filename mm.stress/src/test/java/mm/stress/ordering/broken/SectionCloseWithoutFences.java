package mm.stress.ordering.broken;

import mm.stress.Engines;
import mm.stress.ordering.FencelessEngine;
import mm.stress.ordering.FencelessEngine.Without;
import mm.stress.ordering.SectionCloseStress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Planted bug in the engine: no full fences, so a section and close can miss each other (R4.3). */
@JCStressTest
@State
public class SectionCloseWithoutFences extends SectionCloseStress {
  private static final Engines BROKEN = FencelessEngine.without(Without.FENCES);

  /** On the engine without it. */
  public SectionCloseWithoutFences() {
    super(BROKEN.fresh());
  }

  @Actor
  @Override
  public void changer() {
    super.changer();
  }

  @Actor
  @Override
  public void closer(IIII_Result result) {
    super.closer(result);
  }

  @Arbiter
  @Override
  public void afterwards(IIII_Result result) {
    super.afterwards(result);
  }
}
