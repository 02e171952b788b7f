package drivers.i915;

/**
 * What an access found when it came to its object.
 *
 * @param step what to do next
 * @param object the object that the address lies in; none with DETACHED
 * @param proof whether a page looked up from now on is proven
 */
record Visit(Step step, UserObject object, UserObject.Proof proof) {
  /** The device lets nobody in any more. */
  static final Visit DETACHED = new Visit(Step.DETACHED, null, UserObject.Proof.MISSING);

  /** What to do next. */
  enum Step {
    /** Nothing: the GPU is at work. */
    HIT,
    /** Compare the unproven translation with the CPU's tables. */
    CHECK,
    /** Pin the page. */
    PIN,
    /** Wait until the object is gone. */
    WAIT,
    /** Give up. */
    DETACHED
  }
}
