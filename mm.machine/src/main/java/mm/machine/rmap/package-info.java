/**
 * From a page to the mappings that show it, and taking it out of them.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.rmap;
