package mm.api;

import java.util.List;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One address space (Linux {@code mm_struct}) and everybody who is told of its changes.
 *
 * <p><b>Sections.</b> Whoever changes the space brackets the change:
 *
 * <pre>{@code
 * long section = space.begin(InvalidationEvent.UNMAP, start, end);
 * try {
 *   // change the page tables; pages of the range may be freed from here on
 * } finally {
 *   space.end(section);
 * }
 * }</pre>
 *
 * or, where nobody may wait (the OOM reaper):
 *
 * <pre>{@code
 * long section = space.tryBegin(InvalidationEvent.UNMAP, start, end);
 * if (section == AddressSpace.DECLINED) {
 *   return; // nothing may be changed, and there is nothing to end
 * }
 * }</pre>
 *
 * <p><b>Stamps.</b> A section is named by a {@code long}, valid for the thread that got it and for
 * one {@code end}; several open sections of a thread are ended last in first out, over all spaces
 * of a core (R2.10; whoever has nobody to tell notes its sections by itself, so that between spaces
 * the order is not checked for those). Sections of several threads overlap freely (R2.6).
 *
 * <p><b>Concurrency.</b> All methods may be called from any thread. Callbacks run on the calling
 * thread, and may run on several threads at once.
 *
 * <p><b>Re-entry.</b> Called from inside a callback, {@code begin}, {@code tryBegin}, {@code
 * subscribe}, {@code release} and closing a subscription are refused (R1.6, R2.8); {@code begin}
 * and {@code tryBegin} on a space that has somebody to tell.
 *
 * <p><b>Failure.</b> A callback that throws is isolated and recorded ({@link
 * NotifierCore#violations()}), and the section stays balanced (R1.8, R2.1): in a section that may
 * be declined it counts as a decline, elsewhere as an ordinary return.
 *
 * <p><b>Memory consistency effects.</b> Actions of a thread before {@code begin} happen-before the
 * callbacks of that section; callbacks of {@code end} happen-before its return. What a driver made
 * visible under its own lock follows that lock.
 *
 * <p><b>Cost.</b> With no subscriber a section is a few nanoseconds; nothing is allocated by {@code
 * begin}, {@code tryBegin} and {@code end}.
 */
@ProviderType
public interface AddressSpace {
  /** The stamp of a declined section; the only answer that has no {@code end} (R2.2). */
  long DECLINED = 0L;

  /**
   * The name given at creation; for messages and reports, not necessarily unique.
   *
   * @return the name
   */
  String name();

  /**
   * A number unique within the core.
   *
   * @return at least 1, ascending in order of creation
   */
  long id();

  /**
   * Opens a section whose callbacks may wait; it cannot be declined.
   *
   * <p>On return every subscriber concerned has been told: interval subscriptions that overlap the
   * range first, then list subscribers, newest first (R2.5).
   *
   * <p><b>May wait:</b> yes, as long as the drivers do. <b>Pairs with</b> {@link #end}.
   *
   * @param event why; anything but RELEASE
   * @param start first address that changes, in bytes, page aligned
   * @param end first address after the change
   * @return the stamp, never {@link #DECLINED}
   * @throws ContractException R2.9 bad range, bad or no event; R1.6 called from a callback
   */
  default long begin(InvalidationEvent event, long start, long end) {
    return begin(event, start, end, MigrationOwner.NONE);
  }

  /**
   * Opens a section with a migration owner; else like {@link #begin(InvalidationEvent, long,
   * long)}.
   *
   * @param event why; anything but RELEASE
   * @param start first address that changes, in bytes, page aligned
   * @param end first address after the change
   * @param owner who migrates, {@link MigrationOwner#NONE} with events other than MIGRATE and
   *     EXCLUSIVE; never null
   * @return the stamp, never {@link #DECLINED}
   * @throws ContractException R2.9 bad range, bad or no event or owner; R1.6 called from a callback
   */
  long begin(InvalidationEvent event, long start, long end, MigrationOwner owner);

  /**
   * Opens a section whose callbacks must not wait (R1.1); may be declined.
   *
   * <p>After a decline no section is open: those that had been told are told that it is over (R2.3,
   * R2.4, R2.7), and the caller must neither change the range nor call {@code end} (R2.2). A
   * decline proves nothing about the next attempt.
   *
   * <p><b>May wait:</b> no. <b>Pairs with</b> {@link #end}, unless declined.
   *
   * @param event why; anything but RELEASE
   * @param start first address that changes, in bytes, page aligned
   * @param end first address after the change
   * @return the stamp, or {@link #DECLINED}
   * @throws ContractException R2.9 bad range, bad or no event; R1.6 called from a callback
   */
  long tryBegin(InvalidationEvent event, long start, long end);

  /**
   * Closes a section after the change: each list subscriber whose start was called and that has an
   * end gets exactly one.
   *
   * <p><b>May wait:</b> if the section was opened by {@code begin}.
   *
   * @param stamp what {@code begin} or {@code tryBegin} returned to this thread
   * @throws ContractException R2.10 when it is not this thread's innermost open section, or was
   *     opened on another space, or R2.2 when it is {@link #DECLINED}; nothing has changed then
   */
  void end(long stamp);

  /**
   * Tells subscribers with a secondary TLB to flush it; called right after page table entries were
   * cleared, possibly under the page-table lock, inside or outside a section.
   *
   * <p><b>May wait:</b> no.
   *
   * @param start first address, page aligned
   * @param end first address after the range; may exceed any mapping
   * @throws ContractException R2.9 bad range
   */
  void flushSecondaryTlbs(long start, long end);

  /**
   * Asks whether devices accessed the range, resets their marks and flushes their TLBs; called by
   * reclaim under the page-table lock. <b>May wait:</b> no.
   *
   * @param start first address, page aligned
   * @param end first address after the range
   * @return true when a subscriber had accessed the range
   */
  boolean clearFlushYoung(long start, long end);

  /**
   * Like {@link #clearFlushYoung} but TLBs may stay as they are. <b>May wait:</b> no.
   *
   * @param start first address, page aligned
   * @param end first address after the range
   * @return true when a subscriber had accessed the range
   */
  boolean clearYoung(long start, long end);

  /**
   * Asks whether a device accessed a page, changing nothing; stops at the first that has. <b>May
   * wait:</b> no.
   *
   * @param address an address in the page
   * @return true when a subscriber had accessed it
   */
  boolean testYoung(long address);

  /**
   * Tells that a page table entry is about to point to another frame; only inside a section that
   * covers the page, under the page-table lock. <b>May wait:</b> no.
   *
   * @param address the page's address, page aligned
   * @param frame the new frame, as {@link mm.spi.Page#frame()}
   */
  void changePte(long address, long frame);

  /**
   * Tells whether anybody is subscribed. One volatile read.
   *
   * @return true when begin would look for somebody to tell
   */
  boolean hasNotifiers();

  /**
   * Tells whether a subscriber with invalidation callbacks may wait (Linux {@code
   * mm_has_blockable_invalidate_notifiers}, 5ff7091f5a2c). Subscribers without invalidation
   * callbacks do not count. The answer is stable while the caller excludes registration, that is,
   * holds the mmap lock.
   *
   * @return true when one declares {@code blocking=when-allowed}
   */
  boolean hasBlockableNotifiers();

  /**
   * Tells whether a subscriber with invalidation callbacks exists at all, so that a reaper that
   * tells nobody must leave the space alone (Linux {@code mm_has_notifiers} as used by
   * 4d4bbd8526a8). Stable as {@link #hasBlockableNotifiers()}.
   *
   * @return true when unmapping without telling would leave stale translations
   */
  boolean hasOomUnsafeNotifiers();

  /**
   * Subscribes to every change of this space.
   *
   * <p>The newcomer sees starts of sections begun after the publication, and ends of exactly those
   * (R4.1). It must make no translation before {@link Subscription#settled()} (R4.2).
   *
   * <p><b>May wait:</b> briefly, for other registrations. <b>Pairs with</b> {@link
   * Subscription#close()}.
   *
   * @param notifier a notifier with at least the ability to be released
   * @param declaration who it is and what it may do
   * @return the live subscription
   * @throws ContractException R2.8 inside one's own section or callback; R4.4 after release; R1.3
   *     it can decline and has an end; R6.11 it is opportunistic and that is not allowed
   */
  Subscription subscribe(Notifier notifier, Declaration declaration);

  /**
   * Subscribes to the changes of one range, with the collision-retry protocol.
   *
   * <p>If an epoch is open the insertion is deferred; the subscription is usable at once all the
   * same, since its first {@link IntervalSubscription#readBegin} then waits (R3.4).
   *
   * <p><b>May wait:</b> no longer than for a short lock. <b>Pairs with</b> {@link
   * IntervalSubscription#close()}.
   *
   * @param start first address of interest, page aligned
   * @param end first address after it
   * @param notifier who is told
   * @param declaration who it is and what it may do
   * @return the live subscription
   * @throws ContractException R3.1 or R2.9 bad range; R4.4 after release; R2.8 in a callback
   */
  IntervalSubscription subscribe(
      long start, long end, IntervalNotifier notifier, Declaration declaration);

  /**
   * Shares one notifier among all users of a family: the first one makes and subscribes it, the
   * others get the same (Linux {@code mmu_notifier_get}).
   *
   * <p><b>May wait:</b> for other acquires in this space. <b>Pairs with</b> {@link
   * SharedSubscription#close()}.
   *
   * @param family who makes the notifier
   * @param <N> the notifier's type
   * @return a reference of the caller's own
   * @throws ContractException R4.4 after release; R2.8 in a callback or one's own section; else as
   *     {@link #subscribe(Notifier, Declaration)}
   */
  <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family);

  /**
   * Ends the life of the space: interval subscribers get RELEASE over the whole space, then every
   * list subscriber its release, once; nobody can subscribe any more. Called before pages are freed
   * (R4.4). Interval subscriptions stay until their owners close them. A second call does nothing.
   *
   * <p><b>May wait:</b> yes: for the callbacks and for those still running.
   *
   * @throws ContractException R2.8 inside one's own section or callback
   */
  void release();

  /**
   * Tells whether the space has been released.
   *
   * @return true from the beginning of {@link #release()}
   */
  boolean released();

  /**
   * The sections open at this moment; a snapshot for people, not for decisions.
   *
   * @return a new list, outermost first per thread
   */
  List<OpenSection> openSections();
}
