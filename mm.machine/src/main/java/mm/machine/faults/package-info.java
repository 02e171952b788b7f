/**
 * Faults: whatever a page that is touched still lacks, from the first touch to copy-on-write.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.faults;
