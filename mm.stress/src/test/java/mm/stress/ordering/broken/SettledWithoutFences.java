package mm.stress.ordering.broken;

import mm.stress.Engines;
import mm.stress.ordering.FencelessEngine;
import mm.stress.ordering.FencelessEngine.Without;
import mm.stress.ordering.SettledBesideOthersStress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Planted bug in the engine: no full fences, so a newcomer can miss an open section (R4.2). */
@JCStressTest
@State
public class SettledWithoutFences extends SettledBesideOthersStress {
  private static final Engines BROKEN = FencelessEngine.without(Without.FENCES);

  /** On the engine without it. */
  public SettledWithoutFences() {
    super(BROKEN.fresh());
  }

  @Actor
  @Override
  public void changer() {
    super.changer();
  }

  @Actor
  @Override
  public void newcomer(LL_Result result) {
    super.newcomer(result);
  }

  @Arbiter
  @Override
  public void afterwards(LL_Result result) {
    super.afterwards(result);
  }
}
