package mm.conform.play;

import java.util.Optional;

/** A step whose arguments have been read: does one operation of the machine. */
interface Action {
  /** Does it; answers the result as files write it ({@link Results}). */
  String run(World world);

  /** What the machine would need to do this; empty when it can. */
  default Optional<String> lacks() {
    return Optional.empty();
  }
}
