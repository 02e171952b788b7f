/**
 * One address space: its mappings (VMAs), locks and sections, and what all address spaces of a
 * machine share. State only; what is done with it lies in the packages above.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.memory;
