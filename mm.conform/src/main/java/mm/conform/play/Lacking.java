package mm.conform.play;

import java.util.Optional;

/** An operation that the machine does not have. */
record Lacking(String what) implements Action {
  static Lacking operation(String name) {
    return new Lacking("operation " + name);
  }

  @Override
  public String run(World world) {
    throw new IllegalStateException("the machine lacks " + what);
  }

  @Override
  public Optional<String> lacks() {
    return Optional.of(what);
  }
}
