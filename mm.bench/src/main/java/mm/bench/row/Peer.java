package mm.bench.row;

/**
 * What something is compared with.
 *
 * @param name for reports
 * @param point what is run
 */
public record Peer(String name, Point point) {}
