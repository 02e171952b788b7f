/** Random sequences of operations on the real engine, judged by a model that is a few lists. */
package mm.stress.random;
