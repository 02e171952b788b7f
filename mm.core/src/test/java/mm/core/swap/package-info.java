/**
 * Swaps of drivers, alone and under load, with a checker of its own and the bug that it catches.
 */
package mm.core.swap;
