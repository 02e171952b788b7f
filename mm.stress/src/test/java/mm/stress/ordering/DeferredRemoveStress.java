package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Closing an interval subscription against an epoch it may be part of (R3.5). */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Closed before the section's search.")
@Outcome(
    id = "1, 1, 0",
    expect = ACCEPTABLE,
    desc = "Hit by the section; close waited for the epoch and saw what the callback did.")
@Outcome(
    id = "0, 1, .*",
    expect = FORBIDDEN,
    desc = "Close returned before the callback, or did not see what it did.")
@Outcome(expect = FORBIDDEN, desc = "A callback ran after close had returned.")
@State
public class DeferredRemoveStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final PairLog log = new PairLog();
  private final IntervalSubscription leaving =
      space.subscribe(Memory.START, Memory.END, log, PairLog.DECLARATION);

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void closer(III_Result result) {
    leaving.close();
    result.r1 = log.starts();
    log.free();
  }

  @Arbiter
  public void afterwards(III_Result result) {
    result.r2 = log.starts();
    result.r3 = log.lateCalls();
  }
}
