package mm.bench.index;

import java.util.function.Supplier;

/** The indexes that are measured. A benchmark names one, so that a JVM loads no other. */
public enum Structure {
  /** The engine's own. */
  ENGINE(Engine::new),
  /** htsjdk's IntervalTree. */
  HTSJDK(Htsjdk::new),
  /** Guava's TreeRangeMap. */
  GUAVA(Guava::new);

  private final Supplier<IntervalSearch> maker;

  Structure(Supplier<IntervalSearch> maker) {
    this.maker = maker;
  }

  /**
   * Makes an empty index.
   *
   * @return a new one
   */
  public IntervalSearch create() {
    return maker.get();
  }
}
