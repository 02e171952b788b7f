/**
 * Interleavings, explored by Lincheck under sequential consistency: the real engine, through its
 * public interface, in programs of two or three threads.
 *
 * <p>Lincheck runs all of the engine, so that nothing of it had to be copied to be checked: its
 * ThreadLocal, the polling with parkNanos and nanoTime in a grace period, ReentrantLock with
 * conditions, CopyOnWriteArrayList and VarHandles. It knows no memory order, and the classes of one
 * loader only: a bug inside the engine takes a JVM of its own ({@link UncheckedList}) or a small
 * copy of the protocol in {@code mm.stress.model} that carries it ({@link PlantedBugsIT}).
 *
 * <p>No actor waits for ever: readers use a timeout of 0, closing waits for a section that another
 * actor ends by itself.
 */
package mm.stress.interleaving;
