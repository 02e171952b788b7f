package mm.bench.row;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the report.
 *
 * @param name what is measured
 * @param point what is run for it
 * @param reading what is read off
 * @param peer what it is compared with; nothing for bytes
 * @param comparison how
 * @param goal the bound; none when the row only informs
 */
public record Row(
    String name,
    Point point,
    Reading reading,
    Optional<Peer> peer,
    Comparison comparison,
    OptionalDouble goal) {
  /** Less than one object in a hundred operations: what JMH itself allocates, spread over them. */
  private static final double NO_BYTES = 0.1;

  /**
   * The name together with the peer's: what {@code --filter} looks at, and unique.
   *
   * @return one line
   */
  public String title() {
    return name + peer.map(each -> " / " + each.name()).orElse("");
  }

  /**
   * A row whose cost is a multiple of a peer's.
   *
   * @param name what is measured
   * @param point what is run for it
   * @param most the highest multiple that is good
   * @param peer the peer
   * @return the row
   */
  public static Row atMost(String name, Point point, double most, Peer peer) {
    return timed(name, point, Reading.CPU, peer, Comparison.COST).withGoal(most);
  }

  /**
   * A row that is faster than a peer.
   *
   * @param name what is measured
   * @param point what is run for it
   * @param least the lowest factor that is good
   * @param peer the peer
   * @return the row
   */
  public static Row faster(String name, Point point, double least, Peer peer) {
    return timed(name, point, Reading.CPU, peer, Comparison.SPEEDUP).withGoal(least);
  }

  /**
   * A row whose throughput, by the clock on the wall, is a multiple of a peer's.
   *
   * @param name what is measured
   * @param point what is run for it
   * @param least the lowest multiple that is good
   * @param peer the peer
   * @return the row
   */
  public static Row throughput(String name, Point point, double least, Peer peer) {
    return timed(name, point, Reading.WALL, peer, Comparison.SPEEDUP).withGoal(least);
  }

  /**
   * A row that tells what something costs above a peer, in full fences. Without {@link #withGoal}
   * it only informs.
   *
   * @param name what is measured
   * @param point what is run for it
   * @param peer the peer, which is a part of what is measured
   * @return the row
   */
  public static Row above(String name, Point point, Peer peer) {
    return timed(name, point, Reading.CPU, peer, Comparison.EXTRA_FENCES);
  }

  /**
   * A row that only informs: a time as a multiple of a peer's.
   *
   * @param name what is measured
   * @param point what is run for it
   * @param peer the peer
   * @return the row
   */
  public static Row info(String name, Point point, Peer peer) {
    return timed(name, point, Reading.CPU, peer, Comparison.COST);
  }

  /**
   * A row that shall allocate nothing.
   *
   * @param name what is measured
   * @param point what is run for it
   * @return the row
   */
  public static Row allocatesNothing(String name, Point point) {
    return bytes(name, point, Reading.ALLOCATED).withGoal(NO_BYTES);
  }

  /**
   * A row that tells how much memory an entry keeps. Without {@link #withGoal} it only informs.
   *
   * @param name what is measured
   * @param point what is run for it
   * @return the row
   */
  public static Row kept(String name, Point point) {
    return bytes(name, point.once(), Reading.KEPT);
  }

  private static Row timed(
      String name, Point point, Reading reading, Peer peer, Comparison comparison) {
    return new Row(name, point, reading, Optional.of(peer), comparison, OptionalDouble.empty());
  }

  private static Row bytes(String name, Point point, Reading reading) {
    return new Row(
        name, point, reading, Optional.empty(), Comparison.BYTES, OptionalDouble.empty());
  }

  /**
   * The same with a goal.
   *
   * @param bound the bound
   * @return another row
   */
  public Row withGoal(double bound) {
    return new Row(name, point, reading, peer, comparison, OptionalDouble.of(bound));
  }
}
