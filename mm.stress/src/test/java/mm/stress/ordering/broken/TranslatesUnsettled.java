package mm.stress.ordering.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.stress.Engines;
import mm.stress.device.Contents;
import mm.stress.device.CountingDevice;
import mm.stress.device.ImpatientDevice;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Planted bug in the driver, on the real engine: it translates before it is settled (R4.2). */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "Nothing stale is left.")
@Outcome(id = "true", expect = FORBIDDEN, desc = "A stale translation outlives the section.")
@State
public class TranslatesUnsettled {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final CountingDevice device = new ImpatientDevice();

  /** Makes a space with another subscriber; the first one of a space takes longer. */
  public TranslatesUnsettled() {
    space.subscribe(new PairLog(), PairLog.DECLARATION);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void newcomer() {
    device.fault(space.subscribe(device, CountingDevice.DECLARATION), memory);
  }

  @Arbiter
  public void afterwards(Z_Result result) {
    result.r1 = device.translation() == Contents.OLD;
  }
}
