/**
 * Madvise and its advice, one class each.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.advice;
