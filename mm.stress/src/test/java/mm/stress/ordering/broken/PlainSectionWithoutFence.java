package mm.stress.ordering.broken;

import mm.stress.Engines;
import mm.stress.ordering.FencelessEngine;
import mm.stress.ordering.FencelessEngine.Without;
import mm.stress.ordering.SectionsCloseStress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Planted bug in the engine: sections as most of them are have no full fence (R4.3). */
@JCStressTest
@State
public class PlainSectionWithoutFence extends SectionsCloseStress {
  private static final Engines BROKEN = FencelessEngine.without(Without.PLAIN_FENCE);

  /** On the engine without it. */
  public PlainSectionWithoutFence() {
    super(BROKEN.fresh());
  }

  @Actor
  @Override
  public void changer() {
    super.changer();
  }

  @Actor
  @Override
  public void closer(III_Result result) {
    super.closer(result);
  }

  @Arbiter
  @Override
  public void afterwards(III_Result result) {
    super.afterwards(result);
  }
}
