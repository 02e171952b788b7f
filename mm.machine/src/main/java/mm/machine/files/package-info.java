/**
 * Files: page cache, size, what the disk holds, and a list of whoever shows them.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.files;
