package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.stress.Engines;
import mm.stress.device.CountingDevice;
import mm.stress.device.Memory;
import mm.stress.device.Neighbour;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * As {@link SettledStress}, but in a space that has subscribers already: sections with somebody to
 * tell are opened in another way than those with nobody.
 */
@JCStressTest
@Outcome(
    id = "BUSY, NOTHING",
    expect = ACCEPTABLE,
    desc = "Not settled because an older section is open, or told of a younger one.")
@Outcome(
    id = "PUBLISHED_OLD, NOTHING",
    expect = ACCEPTABLE,
    desc = "Settled and published before the section began, whose start removed it.")
@Outcome(
    id = "PUBLISHED_NEW, NEW",
    expect = ACCEPTABLE,
    desc = "The section had ended; its change is visible.")
@Outcome(
    expect = FORBIDDEN,
    desc = "Settled while an older section was open: what was published went stale untold.")
@State
public class SettledBesideOthersStress {
  private final AddressSpace space;
  private final Memory memory = Memory.spread();
  private final CountingDevice device = new CountingDevice();

  /** On the real engine. */
  public SettledBesideOthersStress() {
    this(Engines.freshSpace());
  }

  /** On the engine of a space, which gets another subscriber. */
  protected SettledBesideOthersStress(AddressSpace space) {
    this.space = space;
    Neighbour.comesTo(space);
  }

  @Actor
  public void changer() {
    memory.change(space);
  }

  @Actor
  public void newcomer(LL_Result result) {
    result.r1 = device.fault(space.subscribe(device, CountingDevice.DECLARATION), memory);
  }

  @Arbiter
  public void afterwards(LL_Result result) {
    result.r2 = device.translation();
  }
}
