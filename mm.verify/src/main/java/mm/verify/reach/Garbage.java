package mm.verify.reach;

import java.util.List;
import mm.verify.code.Step;

/** What making an object means. */
final class Garbage {
  private static final Operation OBJECT = makes("it makes an object");
  private static final Operation ARRAY = makes("it makes an array");
  private static final Operation TEXT = makes("it makes a text");
  private static final Operation CLOSURE = makes("it makes a closure that remembers something");

  private Garbage() {}

  private static Operation makes(String reason) {
    return new Operation(List.of(Operation.Kind.MAKES), reason);
  }

  static Operation of(Step step) {
    return switch (step.kind()) {
      case TEXT -> TEXT;
      case CLOSURE -> CLOSURE;
      default -> step.target().owner().startsWith("[") ? ARRAY : OBJECT;
    };
  }
}
