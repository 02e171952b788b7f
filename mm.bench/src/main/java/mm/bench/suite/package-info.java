/** What JMH runs. */
package mm.bench.suite;
