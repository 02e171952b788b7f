package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.stress.Engines;
import mm.stress.device.CountingDevice;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** The questions of a reaper, which holds no section, while one of two subscribers leaves. */
@JCStressTest
@Outcome(
    id = "true, true, true",
    expect = ACCEPTABLE,
    desc = "The one that stays was seen, whatever became of the other.")
@Outcome(expect = FORBIDDEN, desc = "A subscriber that stays was overlooked.")
@State
public class QueryStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Subscription leaving = space.subscribe(new PairLog(), PairLog.DECLARATION);

  /** Makes a space with one that stays and may wait. */
  public QueryStress() {
    space.subscribe(new CountingDevice(), Declaration.declining("stays"));
  }

  @Actor
  public void closer() {
    leaving.close();
  }

  @Actor
  public void reaper(ZZZ_Result result) {
    result.r1 = space.hasNotifiers();
    result.r2 = space.hasBlockableNotifiers();
    result.r3 = space.hasOomUnsafeNotifiers();
  }
}
