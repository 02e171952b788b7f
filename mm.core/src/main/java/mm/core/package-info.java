/**
 * The engine: address spaces, sections, dispatch and subscriptions. Knows no OSGi; {@code
 * mm.core.osgi} adapts it.
 *
 * <p><b>How an invalidation travels.</b> {@code begin} pushes a {@code Section} on the calling
 * thread's stack, which is visible to others from then on, reads the space's current {@code
 * ListSnapshot} and keeps it until {@code end}. So an end reaches exactly those that saw the start,
 * however the list changes in between, and whoever changes the list can see which sections may
 * still use the old one ({@code GracePeriod}).
 *
 * <p><b>Lock order</b>, outermost first; none of these is held while a callback runs:
 *
 * <pre>
 * ListSubscribers               subscribe, close and release of one space
 *   Intervals.lock              sequence, active count, index and deferred list of one space
 * Slots                         the threads that have sections
 * </pre>
 */
package mm.core;
