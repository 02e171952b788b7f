package mm.verify;

import java.util.List;
import mm.api.Finding;

/**
 * A finding with its place.
 *
 * @param finding rule, what is wrong and how to mend it
 * @param severity how much it counts
 * @param driver id of the driver, or an empty string if it is about the bundle
 * @param place where it is
 * @param path for what was reached: the way there, from the callback on; else empty
 * @param justification the reason that the driver gives, or an empty string
 */
public record Hit(
    Finding finding,
    Severity severity,
    String driver,
    Place place,
    List<Place> path,
    String justification) {
  /**
   * Copies the path.
   *
   * @param finding rule, what is wrong and how to mend it
   * @param severity how much it counts
   * @param driver id of the driver, or an empty string if it is about the bundle
   * @param place where it is
   * @param path the way there
   * @param justification the reason that the driver gives, or an empty string
   */
  public Hit {
    path = List.copyOf(path);
  }

  @Override
  public String toString() {
    String at = place.equals(Place.BUNDLE) ? "" : " [" + place + "]";
    return severity + " " + finding.rule().id() + ": " + finding.message() + at;
  }
}
