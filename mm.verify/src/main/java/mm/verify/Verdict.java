package mm.verify;

import java.util.List;
import mm.spi.DriverCapability;

/**
 * What was found in one bundle.
 *
 * @param file where the bundle is
 * @param bundle its name and version, or an empty string if they could not be read
 * @param kind whether it is a driver bundle
 * @param drivers what its drivers declare, as far as that is right
 * @param hits what is wrong, or not proved
 * @param justified what would be wrong but for the reason that the driver gives
 */
public record Verdict(
    String file,
    String bundle,
    Kind kind,
    List<DriverCapability> drivers,
    List<Hit> hits,
    List<Hit> justified) {
  /** What a jar is. */
  public enum Kind {
    /** A driver bundle, or something that should be one. */
    DRIVER,
    /** Something else, which is not examined. */
    OTHER
  }

  /**
   * Copies the lists.
   *
   * @param file where the bundle is
   * @param bundle its name and version, or an empty string
   * @param kind whether it is a driver bundle
   * @param drivers what its drivers declare
   * @param hits what is wrong, or not proved
   * @param justified what would be wrong but for the reason that the driver gives
   */
  public Verdict {
    drivers = List.copyOf(drivers);
    hits = List.copyOf(hits);
    justified = List.copyOf(justified);
  }

  /**
   * Counts.
   *
   * @param severity of what
   * @return how many findings there are
   */
  public long count(Severity severity) {
    return hits.stream().filter(hit -> hit.severity() == severity).count();
  }

  /**
   * Tells whether the bundle is refused.
   *
   * @param strictness what counts
   * @return true when it is
   */
  public boolean isRefused(Strictness strictness) {
    return hits.stream().anyMatch(hit -> strictness.refuses(hit.severity()));
  }
}
