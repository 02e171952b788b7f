/**
 * The benchmark suite: measures the engine, floors of the machine and what could be used instead,
 * all in one run, and holds the ratios against their goals.
 *
 * <p>{@code row} says what is compared with what, {@code suite} holds what JMH runs, {@code fork}
 * runs one of them in its own JVM, {@code index} and {@code callback} are what the benchmarks work
 * on. A new row is one line in {@code Goals}, plus a benchmark if there is none for it.
 */
package mm.bench;
