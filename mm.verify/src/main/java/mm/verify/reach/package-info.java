/**
 * Who calls whom in a bundle, and what is reached from its callbacks.
 *
 * <p>The graph is drawn while it is walked. A call leads to every method of the bundle that it may
 * end in by the class hierarchy; a closure is taken to be run where it is made, unless it is only
 * queued; what is handed to a method of the JDK is taken to be run by it. What leads out of the
 * bundle is looked up in {@code operations.txt}.
 */
package mm.verify.reach;
