/**
 * Huge pages: mapped, written, split; and hugetlb mappings.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.huge;
