package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.Subscription;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.PairLog;
import mm.stress.device.StoreBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The owner of an empty space, who counts its sections with plain stores, against the first
 * subscriber (R4.2). Dekker with a fence on one side only: the subscriber looks at the owner's
 * stack, for which the JVM stops the owner.
 *
 * <p>Results: whether the section told the newcomer; whether the newcomer was settled while the
 * section was certainly open, -1 when it no longer was.
 */
@JCStressTest
@Outcome(id = "1, .*", expect = ACCEPTABLE, desc = "The section saw the newcomer and told it.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The newcomer saw the section and waits for it.")
@Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "The section may have ended: nothing to say.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "Both missed each other.")
@State
public class EmptySpaceStress {
  /** How long the owner keeps its section open; a stack is taken in less, as a rule. */
  private static final int PATIENCE = 200_000;

  /** A subscription takes a while before it is on the list; this spreads the begin over it. */
  private static final int LATEST = 24;

  /** To fill the store buffer takes longer still. */
  private static final int LATEST_NEWCOMER = 64;

  private final AddressSpace space;
  private final PairLog log = new PairLog();
  private final int late = ThreadLocalRandom.current().nextInt(LATEST);
  private final int lateNewcomer = ThreadLocalRandom.current().nextInt(LATEST_NEWCOMER);
  private volatile boolean judged;
  private volatile boolean ending;

  /** On the real engine. */
  public EmptySpaceStress() {
    this(Engines.freshSpace());
  }

  /** On the engine of a space. */
  protected EmptySpaceStress(AddressSpace space) {
    this.space = space;
  }

  /** The owner. */
  @Actor
  public void owner(II_Result result) {
    spin(late);
    StoreBuffer.fill();
    long section = space.begin(InvalidationEvent.CLEAR, Memory.START, Memory.END);
    result.r1 = log.starts();
    for (int i = 0; i < PATIENCE && !judged; i++) {
      Thread.onSpinWait();
    }
    ending = true;
    space.end(section);
  }

  /** The first subscriber. */
  @Actor
  public void newcomer(II_Result result) {
    spin(lateNewcomer);
    Subscription subscription = space.subscribe(log, PairLog.DECLARATION);
    boolean settled = subscription.settled();
    result.r2 = ending ? -1 : settled ? 1 : 0;
    judged = true;
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
