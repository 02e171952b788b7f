/**
 * Makes scripts that break something smaller: {@link mm.conform.shrink.Shrinking} is delta
 * debugging over steps and their arguments, {@link mm.conform.shrink.SavedScript} applies it to a
 * file and plays the outcome by the reader that {@code mm conform} uses.
 */
package mm.conform.shrink;
