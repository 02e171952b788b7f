/**
 * How mappings are cut, joined and unmapped.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.vma;
