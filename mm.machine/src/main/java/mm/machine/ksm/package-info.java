/**
 * Equal pages come to share a frame (KSM), and part again.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.ksm;
