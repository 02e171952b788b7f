/**
 * What the engine tells the flight recorder of the JDK. While no recording asks for an event its
 * cost is one test that the compiler folds away. conf/mm.jfc of the distribution switches them on.
 */
package mm.core.flight;
