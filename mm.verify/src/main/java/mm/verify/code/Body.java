package mm.verify.code;

import java.util.List;

/**
 * What a method does.
 *
 * @param firstLine line of its first instruction, 0 if unknown
 * @param steps what the rules care about, in the order of the code
 */
public record Body(int firstLine, List<Step> steps) {
  /** Of a method without code. */
  public static final Body NONE = new Body(0, List.of());
}
