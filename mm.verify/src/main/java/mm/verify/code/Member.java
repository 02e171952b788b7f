package mm.verify.code;

import java.util.Objects;
import org.objectweb.asm.Type;

/**
 * A method as a call names it.
 *
 * @param owner internal name of the class
 * @param name name of the method
 * @param descriptor its descriptor
 */
public record Member(String owner, String name, String descriptor) {
  /**
   * Refuses what a damaged class file names nowhere; who reads class files takes that for damage.
   *
   * @param owner the class
   * @param name its name
   * @param descriptor its descriptor
   */
  public Member {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(name);
    Objects.requireNonNull(descriptor);
  }

  /** Name of static initialisers. */
  public static final String STATIC_INITIALISER = "<clinit>";

  /** Name of constructors. */
  public static final String CONSTRUCTOR = "<init>";

  /**
   * Name and descriptor, by which methods of one class are told apart.
   *
   * @return for example {@code run()V}
   */
  public String key() {
    return name + descriptor;
  }

  /**
   * The same method of another class.
   *
   * @param other the other class
   * @return the member
   */
  public Member of(String other) {
    return new Member(other, name, descriptor);
  }

  /**
   * How many arguments it takes.
   *
   * @return the number
   */
  public int arguments() {
    return Type.getArgumentTypes(descriptor).length;
  }

  /**
   * A class name as people write it.
   *
   * @param internal internal name
   * @return the name with dots
   */
  public static String dotted(String internal) {
    return internal.replace('/', '.');
  }

  @Override
  public String toString() {
    return dotted(owner) + "." + name;
  }
}
