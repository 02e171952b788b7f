package mm.stress.ordering.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.stress.Engines;
import mm.stress.device.Contents;
import mm.stress.device.HastyMirrorDevice;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Planted bug in the driver, on the real engine: readRetry is asked outside the lock (R3.3). */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "Nothing stale is left.")
@Outcome(id = "true", expect = FORBIDDEN, desc = "A stale translation outlives the section.")
@State
public class RetryOutsideTheLock {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final MirrorDevice device = new HastyMirrorDevice();
  private final IntervalSubscription subscription =
      space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION);

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void reader() {
    device.fault(subscription, memory);
  }

  @Arbiter
  public void afterwards(Z_Result result) {
    result.r1 = device.translation() == Contents.OLD;
  }
}
