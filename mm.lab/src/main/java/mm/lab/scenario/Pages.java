package mm.lab.scenario;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mm.api.AddressRange;

/**
 * Pages of a space, by number: {@code 3} is one, {@code 0..4} are four.
 *
 * @param first the first
 * @param end behind the last
 */
public record Pages(int first, int end) {
  /** A space has at most so many. */
  public static final int MOST = 64;

  /** Address of page 0. */
  public static final long BASE = 0x10_0000;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})(?:\\.\\.(\\d{1,3}))?");

  /**
   * Reads pages.
   *
   * @param text as in a file
   * @return empty when they cannot be pages
   */
  public static Optional<Pages> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int end = matcher.group(2) == null ? first + 1 : Integer.parseInt(matcher.group(2));
    return first < end && end <= MOST ? Optional.of(new Pages(first, end)) : Optional.empty();
  }

  /**
   * The address of a page.
   *
   * @param page its number
   * @return where it starts
   */
  public static long address(int page) {
    return BASE + page * (long) AddressRange.PAGE_SIZE;
  }

  /** {@return from the first address to behind the last} */
  public AddressRange range() {
    return new AddressRange(address(first), address(end));
  }

  /** {@return for people: "page 3" or "pages 0..4"} */
  public String words() {
    return (end == first + 1 ? "page " : "pages ") + this;
  }

  @Override
  public String toString() {
    return end == first + 1 ? "" + first : first + ".." + end;
  }
}
