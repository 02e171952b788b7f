/**
 * Planted bugs. The build fails unless jcstress reports every one of them: a checker that has not
 * been seen to catch anything proves nothing.
 */
package mm.stress.ordering.broken;
