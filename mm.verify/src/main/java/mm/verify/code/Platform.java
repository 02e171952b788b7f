package mm.verify.code;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import mm.spi.NotifierDriver;
import mm.verify.jar.MalformedException;

/**
 * The classes that are the same for every bundle: those of the JDK that runs this, and the
 * contract's. Their class files are read too; none is loaded for it.
 */
final class Platform {
  private static final List<String> JDK = List.of("java/", "javax/", "jdk/");
  private static final List<String> CONTRACT = List.of("mm/api/", "mm/spi/");
  private static final ConcurrentMap<String, ClassFile> KNOWN = new ConcurrentHashMap<>();

  private Platform() {}

  /** Tells whether a class is the platform's, whatever a bundle has under its name. */
  static boolean owns(String name) {
    return startsWith(JDK, name) || startsWith(CONTRACT, name);
  }

  static Optional<ClassFile> find(String name) {
    if (!owns(name)) {
      return Optional.empty();
    }
    // Misses are not remembered: a bundle could have millions of them.
    ClassFile known = KNOWN.get(name);
    return known != null ? Optional.of(known) : read(name);
  }

  private static Optional<ClassFile> read(String name) {
    ClassLoader loader =
        startsWith(CONTRACT, name)
            ? NotifierDriver.class.getClassLoader()
            : ClassLoader.getPlatformClassLoader();
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      if (in == null) {
        return Optional.empty();
      }
      ClassFile read = ClassFileReader.read(name, in.readAllBytes());
      KNOWN.put(name, read);
      return Optional.of(read);
    } catch (IOException | MalformedException e) { // a JDK newer than the class file library
      return Optional.empty();
    }
  }

  /** Asked for every class that is mentioned. */
  private static boolean startsWith(List<String> prefixes, String name) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
