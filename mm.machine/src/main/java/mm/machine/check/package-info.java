/**
 * What the shadow checker and the audit look at.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.check;
