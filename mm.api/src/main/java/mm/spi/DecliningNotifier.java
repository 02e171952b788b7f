package mm.spi;

import mm.api.InvalidationRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier that may decline a section in which waiting is forbidden; it has no end (R1.3). This
 * is the shape of i915's userptr and nouveau: translations are refetched on next use, and pinned
 * pages or a lock keep a racing fault out.
 */
@ConsumerType
public interface DecliningNotifier extends Notifier {
  /**
   * Drops the translations of the range, or declines.
   *
   * <p><b>Called by</b> the thread that changes the memory, before the change.
   *
   * <p><b>May block:</b> only if {@code range.blocking()} allows (R1.1).
   *
   * <p><b>Locks held</b> by the caller: mmap lock or reverse-map locks, perhaps a page lock.
   *
   * <p><b>Concurrency:</b> as for {@link PairedNotifier#start} (R2.6, R1.6).
   *
   * <p><b>Pairs with:</b> nothing; after DONE the change happens, unless another subscriber
   * declines.
   *
   * <p><b>Answers and failures:</b> WOULD_BLOCK under FORBIDDEN declines the whole section, though
   * the others are still asked (R2.3); under ALLOWED it breaks R1.2, is recorded and taken for
   * DONE. An exception is recorded (R1.8) and taken for the answer that the section allows.
   *
   * @param range what changes; valid during the call only
   * @return the answer
   */
  Answer tryStart(InvalidationRange range);
}
