package mm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Verbs that need neither the framework nor a JVM of their own, but libraries that no other verb
 * has to load: the jars of {@code lib/NAME} get a class loader above the launcher's.
 */
final class LibraryVerbs {
  private final Distribution distribution;

  LibraryVerbs(Distribution distribution) {
    this.distribution = distribution;
  }

  /**
   * Runs a verb.
   *
   * @param folder the folder below lib
   * @param className a class with a public constructor without parameters
   * @param options in types of the JDK: the verb does not know the launcher's classes
   * @return what it answers
   */
  int run(String folder, String className, Map<String, Object> options) {
    try (URLClassLoader loader = loader(folder)) {
      return verb(loader, className).applyAsInt(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URLClassLoader loader(String folder) {
    Path jars = distribution.home().resolve("lib").resolve(folder);
    if (!Files.isDirectory(jars)) {
      throw Problem.internal("no " + jars + ": this installation has no " + folder);
    }
    List<Path> files = Distribution.jars(jars);
    return new URLClassLoader(
        files.stream().map(LibraryVerbs::url).toArray(URL[]::new),
        LibraryVerbs.class.getClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // What is named as a verb is one.
  private static ToIntFunction<Map<String, Object>> verb(ClassLoader loader, String className) {
    try {
      Object verb = loader.loadClass(className).getConstructor().newInstance();
      return (ToIntFunction<Map<String, Object>>) verb;
    } catch (ReflectiveOperationException | LinkageError e) {
      throw Problem.internal("damaged installation: cannot load " + className, e);
    }
  }
}
