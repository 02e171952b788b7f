package mm.verify;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.jvm.internal.Intrinsics;
import mm.spi.NotifierDriver;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.osgi.annotation.versioning.ProviderType;
import org.slf4j.Logger;

/** Whose class files: compilers differ in what they make of the same source. */
enum SourceCompiler {
  JAVAC,
  /** Also writes class files that are newer than the JDK which it runs on. */
  ECJ,
  /** Of sources that are named NAME.kt. */
  KOTLINC;

  /** Those that compile Java. */
  static final List<SourceCompiler> JAVA = List.of(JAVAC, ECJ);

  private static final Map<Object, Map<String, byte[]>> DONE = new ConcurrentHashMap<>();

  /** Class files by entry name, of sources by class name; the same sources only once. */
  Map<String, byte[]> compile(int release, Map<String, String> sources) {
    return DONE.computeIfAbsent(
        List.of(this, release, new TreeMap<>(sources)), key -> compiled(release, sources));
  }

  /** One at a time: not every compiler says that several may run in one JVM. */
  private synchronized Map<String, byte[]> compiled(int release, Map<String, String> sources) {
    return switch (this) {
      case JAVAC -> Compiled.of(release, sources);
      case ECJ -> inFolder(sources, (files, out) -> ecj(release, files, out));
      case KOTLINC -> inFolder(sources, (files, out) -> kotlinc(release, files, out));
    };
  }

  /** A compiler that knows files only. */
  private interface FileCompiler {
    /** Answers what is wrong, or an empty text. */
    String run(List<String> files, Path out);
  }

  private static String ecj(int release, List<String> files, Path out) {
    List<String> arguments = new ArrayList<>(files);
    // Not --release: the JDK's own classes are read once for all, those of another release each
    // time.
    arguments.addAll(List.of("-source", "" + release, "-target", "" + release));
    arguments.addAll(List.of("-g", "-proc:none", "-nowarn", "-cp", classPath()));
    arguments.addAll(List.of("-d", out.toString()));
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    String[] array = arguments.toArray(String[]::new);
    return BatchCompiler.compile(array, writer, writer, null) ? "" : messages.toString();
  }

  private static String kotlinc(int release, List<String> files, Path out) {
    List<String> arguments = new ArrayList<>(files);
    arguments.addAll(List.of("-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "" + release));
    arguments.addAll(List.of("-classpath", classPath(), "-d", out.toString()));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    ExitCode exit =
        new K2JVMCompiler().exec(new PrintStream(messages), arguments.toArray(String[]::new));
    return exit == ExitCode.OK ? "" : messages.toString();
  }

  /** What drivers are compiled against. */
  private static String classPath() {
    return Stream.of(NotifierDriver.class, Logger.class, ProviderType.class, Intrinsics.class)
        .map(type -> TestJars.origin(type).getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Compiles by files in a folder that is gone afterwards. */
  private static Map<String, byte[]> inFolder(Map<String, String> sources, FileCompiler compiler) {
    try {
      Path folder = Files.createTempDirectory("mm-sources");
      try {
        return inFolder(folder, sources, compiler);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> inFolder(
      Path folder, Map<String, String> sources, FileCompiler compiler) throws IOException {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, String> each : sources.entrySet()) {
      String name = each.getKey();
      String path = name.endsWith(".kt") ? name : name.replace('.', '/') + ".java";
      Path file = folder.resolve("src").resolve(path);
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, each.getValue()).toString());
    }
    Path out = Files.createDirectory(folder.resolve("classes"));
    String wrong = compiler.run(files, out);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong);
    }
    return written(out);
  }

  private static Map<String, byte[]> written(Path out) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        classes.put(out.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
      }
    }
    return classes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
