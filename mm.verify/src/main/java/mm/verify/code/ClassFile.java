package mm.verify.code;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/**
 * A class file without its code.
 *
 * @param path entry of the jar that it was read from
 * @param name internal name
 * @param access access flags
 * @param version major version, and 65535 shifted by 16 bits for previews
 * @param superName internal name of its superclass, or null
 * @param interfaces internal names
 * @param source name of its source file, or an empty string
 * @param methods by name and descriptor
 * @param driverInfo elements of its driver annotation, or null; classes as internal names
 * @param mentions names of all classes in its constant pool
 * @param bytes all of it
 */
public record ClassFile(
    String path,
    String name,
    int access,
    int version,
    String superName,
    List<String> interfaces,
    String source,
    Map<String, MethodShape> methods,
    Map<String, Object> driverInfo,
    Set<String> mentions,
    byte[] bytes) {
  private static final int PREVIEW = 0xFFFF << 16;

  /**
   * Its direct supertypes.
   *
   * @return the superclass first
   */
  public Stream<String> parents() {
    return Stream.concat(Stream.ofNullable(superName), interfaces.stream());
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

  /**
   * The version of Java that it was compiled for.
   *
   * @return for example 17
   */
  public int java() {
    return Math.max(1, (version & 0xFFFF) - 44);
  }

  /**
   * Tells whether it uses previews, which a JVM of exactly that version runs only when told to.
   *
   * @return true when it does
   */
  public boolean isPreview() {
    return (version & PREVIEW) == PREVIEW;
  }

  @Override
  public boolean equals(Object other) {
    return this == other; // there is one of each; comparing all the parts would be slow
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /**
   * The source file with the folders of its package.
   *
   * @return for example {@code drivers/kvm/KvmMmu.java}, or an empty string
   */
  public String sourcePath() {
    return source.isEmpty() ? "" : name.substring(0, name.lastIndexOf('/') + 1) + source;
  }
}
