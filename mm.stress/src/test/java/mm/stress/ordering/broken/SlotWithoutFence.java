package mm.stress.ordering.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Planted bug: the protocol between a section's slot and the list of subscribers, copied without
 * the full fence between "I am open" and "who is on the list". A processor may then read the list
 * before its own mark can be seen.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each saw the other.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The section used the new list.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The changer saw the section and waits for it.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both missed each other.")
@State
public class SlotWithoutFence {
  private static final VarHandle DEPTH;
  private static final VarHandle LIST;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DEPTH = lookup.findVarHandle(SlotWithoutFence.class, "depth", int.class);
      LIST = lookup.findVarHandle(SlotWithoutFence.class, "list", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through DEPTH
  private int depth;

  @SuppressWarnings("unused") // through LIST
  private int list;

  @Actor
  public void section(II_Result result) {
    DEPTH.setRelease(this, 1);
    // Here ThreadSections has its full fence.
    result.r1 = (int) LIST.getAcquire(this);
  }

  @Actor
  public void changer(II_Result result) {
    LIST.setRelease(this, 1);
    VarHandle.fullFence();
    result.r2 = (int) DEPTH.getAcquire(this);
  }
}
