package mm.stress.ordering;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.spi.Answer;
import mm.stress.Engines;
import mm.stress.device.Memory;
import mm.stress.device.MirrorDevice;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Begin, begin, end, end of two threads on one interval subscription: one epoch if they overlap,
 * two if they do not. Results: whether one saw the other inside; how their sequences compare;
 * whether a reader gets through afterwards.
 */
@JCStressTest
@Outcome(
    id = "0, 0, 1",
    expect = ACCEPTABLE,
    desc = "One epoch; they overlapped without noticing each other.")
@Outcome(id = "0, -1, 1", expect = ACCEPTABLE, desc = "Two epochs, the left section's first.")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Two epochs, the right section's first.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "One epoch; one saw the other inside.")
@Outcome(id = "1, .*, 1", expect = FORBIDDEN, desc = "Sections that overlapped had two epochs.")
@Outcome(expect = FORBIDDEN, desc = "The epoch never closed: readers wait for ever.")
@State
public class OverlapStress {
  private static final int OUTSIDE = 0;
  private static final int INSIDE = 1;

  private final AddressSpace space = Engines.freshSpace();
  private final IntervalSubscription subscription =
      space.subscribe(
          Memory.START,
          Memory.END,
          (its, range, sequence) -> {
            its.setSequence(sequence);
            CALLED_WITH.get()[0] = sequence;
            return Answer.DONE;
          },
          MirrorDevice.DECLARATION);

  private static final ThreadLocal<long[]> CALLED_WITH = ThreadLocal.withInitial(() -> new long[1]);

  private volatile int left = OUTSIDE;
  private volatile int right = OUTSIDE;
  private long leftSequence;
  private long rightSequence;
  private boolean leftSawRight;
  private boolean rightSawLeft;

  @Actor
  public void left() {
    long section = space.begin(InvalidationEvent.CLEAR, Memory.START, Memory.END);
    left = INSIDE;
    leftSequence = CALLED_WITH.get()[0];
    leftSawRight = right == INSIDE;
    left = OUTSIDE;
    space.end(section);
  }

  @Actor
  public void right() {
    long section = space.begin(InvalidationEvent.CLEAR, Memory.START, Memory.END);
    right = INSIDE;
    rightSequence = CALLED_WITH.get()[0];
    rightSawLeft = left == INSIDE;
    right = OUTSIDE;
    space.end(section);
  }

  @Arbiter
  public void afterwards(III_Result result) {
    result.r1 = leftSawRight || rightSawLeft ? 1 : 0;
    result.r2 = Long.compare(leftSequence, rightSequence);
    result.r3 = subscription.readBegin(0) == IntervalSubscription.TIMED_OUT ? 0 : 1;
  }
}
