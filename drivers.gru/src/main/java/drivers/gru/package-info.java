/**
 * A behavioural model of the SGI GRU, a coprocessor of UV systems that copies and operates on user
 * memory by virtual address. It has a TLB but walks no page tables: on a miss it raises a fault and
 * the driver drops the missing entry in.
 *
 * <p>It is the simplest <em>paired</em> notifier. A start counts an invalidation in and purges the
 * TLB; an end counts it out and wakes everybody who waits. While the count is not zero no fault of
 * the whole space is served, wherever it is: faults sleep. There is no range and no sequence in the
 * driver, and no page is referenced.
 *
 * <p>What closes the race of a fault with an invalidation that is over before the fault ends is the
 * hardware: a purge also cancels the faults that are under way. The model has a purge count for
 * that, coarser than the hardware, which cancels by range.
 *
 * <p><b>Threading.</b> Any number of threads call {@code access} while any number of threads run
 * callbacks. Everything is guarded by one spin lock, in {@link drivers.gru.GruMm}; the number of
 * active invalidations is also read without it, by those who wait for zero.
 *
 * <p><b>Lock order.</b> The spin lock is a leaf. It is never held over {@link mm.spi.PageSource},
 * over a wait, a wake-up or a visitor.
 *
 * <p><b>Prior art</b> in Linux 5.12, {@code drivers/misc/sgi-gru/}: {@code grutlbpurge.c} (the
 * notifier), {@code grufault.c} (the faults), {@code grumain.c} (contexts and address space ids).
 */
package drivers.gru;
