package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import mm.stress.device.PairLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * An insertion against an epoch that somebody else's subscription opened (R3.4): deferred or not,
 * the newcomer publishes nothing stale, and from the epoch's end on it is told.
 */
@JCStressTest
@Outcome(
    id = "BUSY, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "Inserted while the epoch was open, or hit by it.")
@Outcome(
    id = "RETRY, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "Inserted before the epoch, hit between readBegin and readRetry.")
@Outcome(
    id = "PUBLISHED_OLD, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "Inserted and published before the epoch, which removed it.")
@Outcome(
    id = "PUBLISHED_NEW, NEW, 1",
    expect = ACCEPTABLE,
    desc = "Inserted during or after the epoch, read after it.")
@Outcome(
    expect = FORBIDDEN,
    desc = "Something stale was published, or the newcomer is not in the index afterwards.")
@State
public class DeferredInsertStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final MirrorDevice device = new MirrorDevice();
  private final PairLog log = new PairLog();

  /** Makes a space where the section opens an epoch whether or not the newcomer is there. */
  public DeferredInsertStress() {
    space.subscribe(Memory.START, Memory.END, new PairLog(), PairLog.DECLARATION);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void newcomer(LLL_Result result) {
    result.r1 =
        device.fault(
            space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION), memory);
    space.subscribe(Memory.START + 0x1000, Memory.END + 0x1000, log, PairLog.DECLARATION);
  }

  /** Asks what the index knows by a section that only the second newcomer can hear of. */
  @Arbiter
  public void afterwards(LLL_Result result) {
    result.r2 = device.translation();
    space.end(
        space.begin(mm.api.InvalidationEvent.CLEAR, Memory.START + 0x1000, Memory.END + 0x1000));
    result.r3 = log.starts();
  }
}
