/**
 * Small copies of the engine's protocols with planted bugs that the real engine cannot be given
 * from outside. Each is checked without its flaws too, so that what is found is the flaw.
 */
package mm.stress.model;
