/**
 * Random scripts: {@link mm.conform.random.RandomScript} makes them from a seed, {@link
 * mm.conform.random.RandomRun} plays them until one breaks what always holds, {@link
 * mm.conform.shrink.Shrinking} takes away what is not needed for that.
 */
package mm.conform.random;
