package mm.stress.ordering.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Planted bug in the owner, on the real engine: it frees first and closes then (R4.3). */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "No callback ran on what was freed.")
@Outcome(id = "true", expect = FORBIDDEN, desc = "A callback ran on what was freed.")
@State
public class FreedBeforeClose {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final PairLog log = new PairLog();
  private final Subscription leaving = space.subscribe(log, PairLog.DECLARATION);

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void closer() {
    log.free();
    leaving.close();
  }

  /** One late call is the release that close makes; the others are the section's. */
  @Arbiter
  public void afterwards(Z_Result result) {
    result.r1 = log.lateCalls() > 1;
  }
}
