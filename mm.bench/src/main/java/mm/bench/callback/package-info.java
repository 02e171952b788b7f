/** Subscribers that do nothing, each in as many classes as wanted. */
package mm.bench.callback;
