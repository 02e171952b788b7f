package mm.verify;

import mm.verify.code.ClassFile;
import mm.verify.code.Member;

/**
 * Where something is.
 *
 * @param element a class, a header of the manifest, or an entry of the jar; empty for the bundle
 * @param method name of the method, or an empty string
 * @param source path of the source file below its source folder, or an empty string
 * @param line its line, 0 if unknown
 */
public record Place(String element, String method, String source, int line) {
  /** The bundle as a whole. */
  public static final Place BUNDLE = new Place("", "", "", 0);

  /**
   * A header of the manifest, or an entry of the jar.
   *
   * @param name its name
   * @return the place
   */
  public static Place of(String name) {
    return new Place(name, "", "", 0);
  }

  /**
   * A class.
   *
   * @param file the class
   * @return the place
   */
  public static Place of(ClassFile file) {
    return new Place(Member.dotted(file.name()), "", file.sourcePath(), 0);
  }

  /**
   * A line of a method.
   *
   * @param file its class
   * @param method its name
   * @param line the line
   * @return the place
   */
  public static Place of(ClassFile file, String method, int line) {
    return new Place(Member.dotted(file.name()), method, file.sourcePath(), line);
  }

  /**
   * Tells whether it is in code.
   *
   * @return true for classes and what is in them
   */
  public boolean isCode() {
    return !source.isEmpty() || !method.isEmpty();
  }

  /** For example {@code drivers.kvm.KvmMmu.drop(KvmMmu.java:64)}. */
  @Override
  public String toString() {
    String name = method.isEmpty() ? element : element + "." + method;
    String file = source.substring(source.lastIndexOf('/') + 1);
    return file.isEmpty() || line == 0 ? name : name + "(" + file + ":" + line + ")";
  }
}
