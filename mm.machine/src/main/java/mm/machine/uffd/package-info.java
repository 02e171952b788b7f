/**
 * What userfaultfd and PAGEMAP_SCAN do with pages.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.uffd;
