package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Closing the one subscription of a space against many sections, one after the other, as most
 * sections are (R4.3): each of them may be the one that close misses.
 */
@JCStressTest
@Outcome(
    id = "0, 0, 0",
    expect = ACCEPTABLE,
    desc = "Whole pairs before close returned, none after.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "A callback ran after close had returned.")
@Outcome(expect = FORBIDDEN, desc = "Close split a pair, or a callback came too late.")
@State
public class SectionsCloseStress {
  private static final int SECTIONS = 8;
  private static final int LATEST = 200;

  private final AddressSpace space;
  private final Memory memory = Memory.slowlySeen();
  private final PairLog log = new PairLog();
  private final Subscription leaving;
  private final int late = ThreadLocalRandom.current().nextInt(LATEST);

  /** On the real engine. */
  public SectionsCloseStress() {
    this(Engines.freshSpace());
  }

  /** On the engine of a space. */
  protected SectionsCloseStress(AddressSpace space) {
    this.space = space;
    leaving = space.subscribe(log, PairLog.DECLARATION);
  }

  @Actor
  public void changer() {
    for (int i = 0; i < SECTIONS; i++) {
      memory.change(space);
    }
  }

  @Actor
  public void closer(III_Result result) {
    for (int i = 0; i < late; i++) {
      Thread.onSpinWait();
    }
    leaving.close();
    result.r1 = log.starts() - log.ends();
    result.r3 = -log.starts() - log.ends();
    log.free();
  }

  /** What came after close shows as a difference to what close saw. */
  @Arbiter
  public void afterwards(III_Result result) {
    result.r2 = log.lateCalls();
    result.r3 += log.starts() + log.ends();
  }
}
