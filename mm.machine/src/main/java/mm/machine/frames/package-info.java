/**
 * Page frames: which are given out, what is known of each, what they hold, the swap area behind
 * them. Knows no address space.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.frames;
