package mm.verify.code;

import java.util.Map;
import org.objectweb.asm.Opcodes;

/**
 * A method without its code.
 *
 * @param member class, name and descriptor
 * @param access its access flags
 * @param justifications rule id to reason, as its annotation says
 */
public record MethodShape(Member member, int access, Map<String, String> justifications) {
  /**
   * Tells whether it has code.
   *
   * @return false for abstract and native methods
   */
  public boolean hasCode() {
    return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
  }

  /**
   * Tells whether all these flags are set.
   *
   * @param flags of {@link Opcodes}
   * @return true when they are
   */
  public boolean is(int flags) {
    return (access & flags) == flags;
  }
}
