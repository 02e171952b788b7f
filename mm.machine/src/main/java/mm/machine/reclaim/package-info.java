/**
 * Pages leave because frames are wanted: aging, page-out, the swap area and the way back.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.reclaim;
