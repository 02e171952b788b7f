package mm.bench.row;

/** How two measured values become the number that has a goal. */
public enum Comparison {
  /** How many times the other's cost; the goal is an upper bound. */
  COST("<=", "x") {
    @Override
    public double of(double measured, double other, double fence) {
      return measured / other;
    }
  },
  /** How many times faster than the other; the goal is a lower bound. */
  SPEEDUP(">=", "x") {
    @Override
    public double of(double measured, double other, double fence) {
      return other / measured;
    }
  },
  /** What it costs more than the other, in full fences; the goal is an upper bound. */
  EXTRA_FENCES("<=", " fences") {
    @Override
    public double of(double measured, double other, double fence) {
      return (measured - other) / fence;
    }
  },
  /** Bytes, compared with nothing; the goal is an upper bound. */
  BYTES("<=", " B") {
    @Override
    public double of(double measured, double other, double fence) {
      return measured;
    }
  };

  private final String relation;
  private final String unit;

  Comparison(String relation, String unit) {
    this.relation = relation;
    this.unit = unit;
  }

  /**
   * Calculates the number.
   *
   * @param measured what was measured
   * @param other what it is compared with
   * @param fence a full fence of the same run
   * @return the number, not a number when a part of it was not measured
   */
  public abstract double of(double measured, double other, double fence);

  /**
   * Holds a number against a goal.
   *
   * @param number what {@link #of} gave
   * @param goal the bound
   * @return true when it is met; never by what is not a number
   */
  public boolean meets(double number, double goal) {
    return this == SPEEDUP ? number >= goal : number <= goal;
  }

  /**
   * How the goal bounds the number.
   *
   * @return a sign
   */
  public String relation() {
    return relation;
  }

  /**
   * The unit of the number.
   *
   * @return text to put behind it
   */
  public String unit() {
    return unit;
  }
}
