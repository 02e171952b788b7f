package mm.spi;

import mm.api.InvalidationRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Experimental: a notifier that may answer WOULD_BLOCK on an opportunistic range and gets the
 * matching end all the same, keeping its page references meanwhile. This is the RFC of June 2020
 * (MAYFAIL), which was never merged; engines refuse it unless told otherwise (R6.11).
 */
@ConsumerType
public interface OpportunisticNotifier extends Notifier {
  /**
   * Drops the translations of the range, or says that it keeps the pages referenced. Else as {@link
   * PairedNotifier#start}.
   *
   * @param range what changes; valid during the call only
   * @return the answer
   */
  Answer tryStart(InvalidationRange range);

  /**
   * Learns that the change is over; comes after every {@link #tryStart}, whatever its answer.
   *
   * @param range what changed; valid during the call only
   */
  void end(InvalidationRange range);
}
