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

/**
 * Closing a list subscription against a section (R4.3). Dekker: the section shows itself, then
 * reads the list; close writes the list, then looks for sections.
 */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "The section used the list without it.")
@Outcome(
    id = "1, 1, 0, 0",
    expect = ACCEPTABLE,
    desc = "Told of the whole section; close returned after it and saw what the callbacks did.")
@Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "Close split the pair.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The two missed each other: a callback ran after close had returned.")
@State
public class SectionCloseStress {
  private final AddressSpace space;
  private final Memory memory = Memory.spread();
  private final PairLog log = new PairLog();
  private final Subscription leaving;

  /** On the real engine. */
  public SectionCloseStress() {
    this(Engines.freshSpace());
  }

  /** On the engine of a space. */
  protected SectionCloseStress(AddressSpace space) {
    this.space = space;
    Neighbour.mayComeTo(space);
    leaving = space.subscribe(log, PairLog.DECLARATION);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void closer(IIII_Result result) {
    leaving.close();
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
