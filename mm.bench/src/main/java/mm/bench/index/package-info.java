/** Interval indexes behind one interface, and the check of their answers. */
package mm.bench.index;
