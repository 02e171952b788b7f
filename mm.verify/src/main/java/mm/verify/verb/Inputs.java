package mm.verify.verb;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The jars that paths stand for: files, folders with jars, and patterns. */
final class Inputs {
  private static final String WILD = "*?[{";

  private Inputs() {}

  /** Each once, in the order given; those of one folder or pattern by name. */
  static List<Path> jars(List<String> paths) throws UnusableInputException {
    Set<Path> jars = new LinkedHashSet<>();
    for (String path : paths) {
      jars.addAll(jars(path));
    }
    for (Path jar : jars) {
      if (!Files.isReadable(jar)) { // not damaged, for all that is known
        throw new UnusableInputException(jar + ": may not be read");
      }
    }
    return List.copyOf(jars);
  }

  private static List<Path> jars(String text) throws UnusableInputException {
    try {
      Path path = Path.of(text);
      if (Files.isDirectory(path)) {
        return some(text, "no .jar in this folder", Files.list(path).filter(Inputs::isJar));
      }
      if (Files.exists(path)) {
        return List.of(path);
      }
    } catch (InvalidPathException e) {
      // Windows knows no path with an asterisk.
    } catch (IOException e) {
      throw new UnusableInputException(text + ": cannot be listed: " + e.getMessage());
    }
    return matching(text);
  }

  private static List<Path> matching(String pattern) throws UnusableInputException {
    if (pattern.chars().noneMatch(c -> WILD.indexOf(c) >= 0)) {
      throw new UnusableInputException(pattern + ": no such file or folder");
    }
    Path base = base(pattern);
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return some(pattern, "no .jar matches", below(base).filter(matcher::matches));
    } catch (IOException e) {
      throw new UnusableInputException(pattern + ": cannot list " + base);
    } catch (PatternSyntaxException | UnsupportedOperationException e) {
      throw new UnusableInputException(
          pattern + ": no pattern: " + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  /** The jars below a folder; what may not be read, or goes away meanwhile, has none. */
  private static Stream<Path> below(Path base) throws IOException {
    List<Path> jars = new ArrayList<>();
    Files.walkFileTree(
        base,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isJar(file)) {
              jars.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(base)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return jars.stream();
  }

  /** The folders before the first wild card. */
  private static Path base(String pattern) {
    int wild = 0;
    while (WILD.indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    int slash = pattern.lastIndexOf('/', wild);
    return Path.of(slash == 0 ? "/" : pattern.substring(0, Math.max(0, slash)));
  }

  private static List<Path> some(String text, String otherwise, Stream<Path> files)
      throws UnusableInputException {
    try (files) {
      List<Path> jars = files.sorted().toList();
      if (jars.isEmpty()) {
        throw new UnusableInputException(text + ": " + otherwise);
      }
      return jars;
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }
}
