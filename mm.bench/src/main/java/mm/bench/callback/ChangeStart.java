package mm.bench.callback;

/**
 * The event before a change.
 *
 * @param start first address
 * @param end first address after it
 */
public record ChangeStart(long start, long end) {}
