package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.spi.Notifier;
import mm.stress.Engines;
import mm.stress.device.CountingDevice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Closing a subscription against the exit of its space (R1.5, R4.4). Results: releases that close,
 * that exit, and that everybody in the end saw done; whoever loses the race waits for the winner.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Released once, before either returned.")
@Outcome(id = ".*, .*, 2", expect = FORBIDDEN, desc = "Released twice.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "Close returned before the release was done.")
@Outcome(id = "1, -1, 1", expect = FORBIDDEN, desc = "The exit forgot the one that stays.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The exit returned before the release was done, so pages were freed while in use.")
@State
public class ReleaseOnceStress implements Notifier {
  private final AddressSpace space = Engines.freshSpace();
  private final CountingDevice staying = new CountingDevice();
  private final Subscription subscription = space.subscribe(this, CountingDevice.DECLARATION);
  private int releases; // plain: close and exit have to order it

  /** Makes a space with another subscriber, which the exit has to find however the race ends. */
  public ReleaseOnceStress() {
    space.subscribe(staying, CountingDevice.DECLARATION);
  }

  @Override
  public void release(AddressSpace itsSpace) {
    releases++;
  }

  @Actor
  public void closer(III_Result result) {
    subscription.close();
    result.r1 = releases;
  }

  @Actor
  public void exit(III_Result result) {
    space.release();
    result.r2 = staying.released() ? releases : -1;
  }

  @Arbiter
  public void afterwards(III_Result result) {
    result.r3 = releases;
  }
}
