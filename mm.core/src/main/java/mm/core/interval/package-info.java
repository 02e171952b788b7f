/** Structures that know intervals and nothing of memory management; they import only the JDK. */
package mm.core.interval;
