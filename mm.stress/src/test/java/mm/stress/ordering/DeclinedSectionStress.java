package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * A section that a list notifier declines after the interval phase opened an epoch, against a
 * reader (R2.7). Linux leaves that epoch open for ever. Results: the fault during it; what the
 * device shows afterwards; whether a later reader gets through.
 */
@JCStressTest
@Outcome(
    id = "BUSY, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "The reader came while the section was being declined.")
@Outcome(
    id = "RETRY, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "The invalidation came between readBegin and readRetry: a spurious retry.")
@Outcome(
    id = "PUBLISHED_OLD, OLD, 1",
    expect = ACCEPTABLE,
    desc = "Read after the section was declined; nothing changed, so nothing is stale.")
@Outcome(
    id = "PUBLISHED_OLD, NOTHING, 1",
    expect = ACCEPTABLE,
    desc = "Published before the invalidation, which removed it.")
@Outcome(id = ".*, .*, 0", expect = FORBIDDEN, desc = "The epoch leaked: readers wait for ever.")
@Outcome(expect = FORBIDDEN, desc = "Something impossible was read, or the section not declined.")
@State
public class DeclinedSectionStress implements DecliningNotifier {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spread();
  private final MirrorDevice device = new MirrorDevice();
  private final IntervalSubscription subscription =
      space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION);
  private long stamp = -1;

  /** Makes a space whose list notifier declines whatever may be declined. */
  public DeclinedSectionStress() {
    space.subscribe(this, Declaration.declining("unwilling"));
  }

  @Override
  public Answer tryStart(InvalidationRange range) {
    return Answer.WOULD_BLOCK;
  }

  @Override
  public void release(AddressSpace itsSpace) {}

  @Actor
  public void reaper() {
    stamp = space.tryBegin(InvalidationEvent.UNMAP, Memory.START, Memory.END);
  }

  @Actor
  public void reader(LLI_Result result) {
    result.r1 = device.fault(subscription, memory);
  }

  @Arbiter
  public void afterwards(LLI_Result result) {
    result.r2 = device.translation();
    boolean passes = subscription.readBegin(0) != IntervalSubscription.TIMED_OUT;
    result.r3 = stamp != AddressSpace.DECLINED ? -1 : passes ? 1 : 0;
  }
}
