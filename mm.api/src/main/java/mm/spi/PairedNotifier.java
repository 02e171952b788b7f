package mm.spi;

import mm.api.InvalidationRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier told of the start and the end of each section; it cannot decline (R1.3). This is the
 * shape of KVM and GRU: count at start, uncount at end, and make no translation in between.
 */
@ConsumerType
public interface PairedNotifier extends Notifier {
  /**
   * Drops the translations of the range; none is made in it until {@link #end} (R1.4).
   *
   * <p><b>Called by</b> the thread that changes the memory, before the change; the pages are still
   * mapped and referenced.
   *
   * <p><b>May block:</b> only if {@code range.blocking()} allows (R1.1).
   *
   * <p><b>Locks held</b> by the caller: mmap lock or reverse-map locks, perhaps a page lock; never
   * a page-table lock.
   *
   * <p><b>Concurrency:</b> sections of other threads overlap in time and range, so count (R2.6); no
   * VM operation may be started on the same space (R1.6).
   *
   * <p><b>Pairs with:</b> exactly one {@link #end} with the same range, also when another notifier
   * declined or this one threw (R2.1, R2.4).
   *
   * <p><b>Failure:</b> an exception is recorded (R1.8); where the section may be declined, it is.
   *
   * <p><b>Happens-before:</b> what the caller did before its begin is visible here.
   *
   * @param range what changes; valid during the call only
   */
  void start(InvalidationRange range);

  /**
   * Learns that the change is over; translations may be made again once no section is left.
   *
   * <p><b>Called by</b> the thread that called start, after the change; TLB flush and freeing of
   * pages may come later. Locks, waiting, concurrency and failure as for {@link #start}.
   *
   * <p><b>Pairs with:</b> one {@link #start}; never comes without it (R4.1).
   *
   * @param range what changed; valid during the call only
   */
  void end(InvalidationRange range);
}
