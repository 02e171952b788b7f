package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.Neighbour;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A subscriber that comes and goes against a section (R4.1, R4.3). */
@JCStressTest
@Outcome(
    id = "0, 0, 0, 0",
    expect = ACCEPTABLE,
    desc = "The section read the list before the subscriber came or after it had gone.")
@Outcome(
    id = "1, 1, 0, 0",
    expect = ACCEPTABLE,
    desc = "The section read the list while the subscriber was on it; close waited for its end.")
@Outcome(id = "0, 1, .*", expect = FORBIDDEN, desc = "An end without its start.")
@Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "Close split the pair.")
@Outcome(expect = FORBIDDEN, desc = "A callback ran after close had returned.")
@State
public class PublishCloseStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spreadWidely();
  private final PairLog log = new PairLog();

  /** Makes a space where the visitor is the first, or not. */
  public PublishCloseStress() {
    Neighbour.mayComeTo(space);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void visitor(IIII_Result result) {
    Subscription visit = space.subscribe(log, PairLog.DECLARATION);
    visit.close();
    result.r1 = log.starts();
    result.r2 = log.ends();
    log.free();
  }

  /** What came after close shows as a difference to what close saw. */
  @Arbiter
  public void afterwards(IIII_Result result) {
    result.r3 = log.lateCalls();
    result.r4 = log.starts() + log.ends() - result.r1 - result.r2;
  }
}
