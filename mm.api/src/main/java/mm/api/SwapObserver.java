package mm.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told how a swap goes on. */
@ConsumerType
@FunctionalInterface
public interface SwapObserver {
  /**
   * A phase has been reached.
   *
   * <p><b>Called by</b> the thread that swaps, with no lock held. <b>May block:</b> yes; the time
   * counts for the swap. <b>Failure:</b> an exception before {@link SwapPhase#DRAINED} gives the
   * swap up; afterwards it is recorded (R1.8).
   *
   * @param phase which
   */
  void reached(SwapPhase phase);
}
