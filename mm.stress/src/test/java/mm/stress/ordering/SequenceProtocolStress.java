package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Begin, invalidate, change, end against readBegin, gather, readRetry, publish (R3.2, R3.3). */
@JCStressTest
@Outcome(
    id = "BUSY, NOTHING",
    expect = ACCEPTABLE,
    desc = "The reader came while the epoch was open and did not want to wait.")
@Outcome(
    id = "RETRY, NOTHING",
    expect = ACCEPTABLE,
    desc = "The invalidation came between readBegin and readRetry.")
@Outcome(
    id = "PUBLISHED_OLD, NOTHING",
    expect = ACCEPTABLE,
    desc = "Published before the invalidation, which found and removed it.")
@Outcome(
    id = "PUBLISHED_NEW, NEW",
    expect = ACCEPTABLE,
    desc = "Read after the epoch was closed; nothing collided.")
@Outcome(expect = FORBIDDEN, desc = "A stale translation outlives the section, or one was lost.")
@State
public class SequenceProtocolStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final MirrorDevice device = new MirrorDevice();
  private final IntervalSubscription subscription =
      space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION);

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void reader(LL_Result result) {
    result.r1 = device.fault(subscription, memory);
  }

  @Arbiter
  public void afterwards(LL_Result result) {
    result.r2 = device.translation();
  }
}
