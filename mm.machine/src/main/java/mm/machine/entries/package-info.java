/**
 * Single page-table entries of an address space: how they appear, change and go, and how frames
 * that lose their entry are freed.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.entries;
