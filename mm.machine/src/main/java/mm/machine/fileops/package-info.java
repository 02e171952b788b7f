/**
 * Operations on files that every mapping of the file is told of: truncation, holes, write-back,
 * writing.
 *
 * <p>Used by {@code mm.machine} and its packages only; not exported.
 */
package mm.machine.fileops;
