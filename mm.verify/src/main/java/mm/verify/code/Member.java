package mm.verify.code;

import java.util.Objects;
import org.objectweb.asm.Type;

/**
 * A method as a call names it. Immutable. No record, because hash and key are asked for at every
 * call of a bundle.
 */
public final class Member {
  /** Name of static initialisers. */
  public static final String STATIC_INITIALISER = "<clinit>";

  /** Name of constructors. */
  public static final String CONSTRUCTOR = "<init>";

  /** With a small factor, {@code F1.m40} and {@code F2.m9} would share a place in every table. */
  private static final int SPREAD = 0x9E3779B1;

  private final String owner;
  private final String name;
  private final String descriptor;
  private final int hash;
  private String key; // two threads that make it both make the same

  /**
   * Names a method, and refuses what a damaged class file names nowhere; who reads class files
   * takes that for damage.
   *
   * @param owner internal name of the class
   * @param name name of the method
   * @param descriptor its descriptor
   */
  public Member(String owner, String name, String descriptor) {
    this.owner = Objects.requireNonNull(owner);
    this.name = Objects.requireNonNull(name);
    this.descriptor = Objects.requireNonNull(descriptor);
    hash = (owner.hashCode() * SPREAD + name.hashCode()) * SPREAD + descriptor.hashCode();
  }

  /**
   * The class.
   *
   * @return its internal name
   */
  public String owner() {
    return owner;
  }

  /**
   * The method's name.
   *
   * @return for example {@code run}
   */
  public String name() {
    return name;
  }

  /**
   * Its parameters and result.
   *
   * @return for example {@code ()V}
   */
  public String descriptor() {
    return descriptor;
  }

  /**
   * Name and descriptor, by which methods of one class are told apart.
   *
   * @return for example {@code run()V}
   */
  public String key() {
    String known = key;
    if (known == null) {
      known = name + descriptor;
      key = known;
    }
    return known;
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
  public boolean equals(Object other) {
    return this == other
        || other instanceof Member member
            && hash == member.hash
            && name.equals(member.name)
            && owner.equals(member.owner)
            && descriptor.equals(member.descriptor);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return dotted(owner) + "." + name;
  }
}
