package mm.bench.callback;

/**
 * The event after a change.
 *
 * @param start first address
 * @param end first address after it
 */
public record ChangeEnd(long start, long end) {}
