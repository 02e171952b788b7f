/** One benchmark in one fresh JVM. */
package mm.bench.fork;
