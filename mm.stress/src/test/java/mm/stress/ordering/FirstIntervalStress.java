package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import mm.stress.device.Neighbour;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The very first interval subscription of a space against a section: either the section knows of
 * it, or its first reader waits for the section. Dekker: each writes its own mark, then looks for
 * the other's.
 */
@JCStressTest
@Outcome(
    id = "BUSY, NOTHING",
    expect = ACCEPTABLE,
    desc = "The section was open at the subscription, or invalidated it since.")
@Outcome(
    id = "RETRY, NOTHING",
    expect = ACCEPTABLE,
    desc = "The invalidation came between readBegin and readRetry.")
@Outcome(
    id = "PUBLISHED_OLD, NOTHING",
    expect = ACCEPTABLE,
    desc = "Published before the section, whose invalidation removed it.")
@Outcome(
    id = "PUBLISHED_NEW, NEW",
    expect = ACCEPTABLE,
    desc = "The section had ended before readBegin answered.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The section missed the subscription and the reader missed the section.")
@State
public class FirstIntervalStress {
  private final AddressSpace space = Engines.freshSpace();
  private final Memory memory = Memory.spreadWidely();
  private final MirrorDevice device = new MirrorDevice();

  /** Makes a space without intervals. */
  public FirstIntervalStress() {
    Neighbour.mayComeTo(space);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void newcomer(LL_Result result) {
    result.r1 =
        device.fault(
            space.subscribe(Memory.START, Memory.END, device, MirrorDevice.DECLARATION), memory);
  }

  @Arbiter
  public void afterwards(LL_Result result) {
    result.r2 = device.translation();
  }
}
