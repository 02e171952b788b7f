/**
 * Memory ordering, checked by jcstress on the real engine through its public interface; the planted
 * bugs that these tests have to catch are in {@code broken}.
 *
 * <p>No actor waits for another one of the same sample: reads use a timeout of 0, and a close only
 * waits for a section that its own thread ends by itself.
 */
package mm.stress.ordering;
