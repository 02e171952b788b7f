package mm.verify.code;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What is known of a value at some instruction.
 *
 * @param size words on the stack
 * @param type internal name of its static type, "[" and more for arrays, empty if it is null or no
 *     reference
 * @param made the instructions of the method that may have made it, of those that are told apart
 * @param elsewhere whether it may come from anywhere else
 */
record Origin(int size, String type, Set<AbstractInsnNode> made, Elsewhere elsewhere)
    implements Value {
  static final String OBJECT = "java/lang/Object";

  /** Whether a value may come from outside of what is told apart. */
  enum Elsewhere {
    NO,
    YES
  }

  /** A variable that has no value yet. */
  static final Origin NOTHING = new Origin(1, "", Set.of(), Elsewhere.NO);

  static Origin somewhere(int size, String type) {
    return new Origin(size, type, Set.of(), Elsewhere.YES);
  }

  static Origin made(AbstractInsnNode by, String type) {
    return new Origin(1, type, Set.of(by), Elsewhere.NO);
  }

  @Override
  public int getSize() {
    return size;
  }

  /** Of one that is made here the class is known already; Kotlin casts what it has just made. */
  Origin cast(String to) {
    boolean known = elsewhere == Elsewhere.NO && made.size() == 1;
    return known ? this : new Origin(size, to, made, elsewhere);
  }

  Origin merge(Origin other) {
    if (equals(other)) {
      return this;
    }
    Set<AbstractInsnNode> both = made;
    if (!made.containsAll(other.made)) {
      both = new HashSet<>(made);
      both.addAll(other.made);
    }
    Elsewhere either = elsewhere == Elsewhere.YES ? elsewhere : other.elsewhere;
    return new Origin(Math.min(size, other.size), common(other), both, either);
  }

  private String common(Origin other) {
    if (type.equals(other.type) || other.type.isEmpty()) {
      return type;
    }
    return type.isEmpty() ? other.type : OBJECT;
  }
}
