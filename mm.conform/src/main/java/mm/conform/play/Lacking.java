package mm.conform.play;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An operation that the machine does not have. */
record Lacking(String what) implements Action {
  private static final Map<String, String> OPERATIONS = operations();

  private static Map<String, String> operations() {
    Map<String, String> lacking = new HashMap<>();
    add(lacking, "names for anonymous memory", "prctl_vma_name");
    return lacking;
  }

  private static void add(Map<String, String> lacking, String what, String... operations) {
    for (String operation : operations) {
      lacking.put(operation, what);
    }
  }

  static Lacking operation(String name) {
    String what = OPERATIONS.get(name);
    return new Lacking(what == null ? "operation " + name : what);
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
