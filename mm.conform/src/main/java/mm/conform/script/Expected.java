package mm.conform.script;

import mm.api.AddressRange;
import mm.conform.script.Hints.Nesting;

/**
 * A record of an expectation: one callback, or several at equal distances.
 *
 * @param step the step in which they arrive, {@link #ANY_STEP} when the format does not say
 * @param first the first callback
 * @param count how many
 * @param stride distance from one to the next, in bytes
 */
public record Expected(int step, Callback first, long count, long stride) {
  /** Not bound to a step. */
  public static final int ANY_STEP = -1;

  private static final long PAGE = AddressRange.PAGE_SIZE;

  static Expected of(Fields fields, Format format, Regions regions) {
    int step = format == Format.PROGRAMS ? (int) fields.number("step") : ANY_STEP;
    long count = fields.number("count", 1);
    long stride = fields.has("stride_pages") ? fields.signed("stride_pages") : 0;
    if (count < 1 || count > Integer.MAX_VALUE || Math.abs(stride) > Integer.MAX_VALUE) {
      throw new BadFieldException("count " + count + " and stride " + stride + " are no series");
    }
    return new Expected(step, callback(fields, regions), count, stride * PAGE);
  }

  private static Callback callback(Fields fields, Regions regions) {
    CallbackKind kind = CallbackKind.of(fields.text("callback"));
    String region = fields.text("region");
    if (Regions.isAll(region)) {
      return new Callback(kind, 0, AddressRange.TOP, hints(fields));
    }
    long start = regions.address(region, fields.signed("start_page"));
    long end = regions.address(region, fields.signed("end_page"));
    if (end <= start) {
      throw new BadFieldException("the range is empty");
    }
    return new Callback(kind, start, end, hints(fields));
  }

  private static Hints hints(Fields fields) {
    return new Hints(
        fields.optionalText("event").orElse(""),
        fields.optionalText("context").orElse(""),
        fields.has("nested_in") ? Nesting.NESTED : Nesting.FLAT);
  }

  /**
   * One of the callbacks.
   *
   * @param index from 0, less than {@link #count}
   * @return the callback
   */
  public Callback callback(long index) {
    long shift = index * stride;
    return shift == 0
        ? first
        : new Callback(first.kind(), first.start() + shift, first.end() + shift, first.hints());
  }
}
