/**
 * {@code mm conform}: runs recorded cases of a real kernel on simulated machines and tells where
 * they differ.
 *
 * <p>{@code script} reads the files, {@code play} runs one case, and this package runs all, counts
 * and reports.
 */
package mm.conform;
