package mm.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts a program in a JVM of its own, without the framework: one that brings libraries which
 * would slow every other verb's start down, or needs a class path of its own.
 */
final class PlainJvm {
  private final Starter starter;
  private final Distribution distribution;

  /** Runs a program on the streams of this process. */
  interface Starter {
    /**
     * Waits for the program to end.
     *
     * @return its exit code
     */
    int run(List<String> command) throws IOException, InterruptedException;
  }

  /**
   * A program of the distribution.
   *
   * @param folder its class path: the jars of {@code lib/folder}
   * @param main its main class
   */
  record Program(String folder, String main) {}

  PlainJvm(Starter starter, Distribution distribution) {
    this.starter = starter;
    this.distribution = distribution;
  }

  static PlainJvm ofThisProcess() {
    return new PlainJvm(PlainJvm::runHere, Distribution.ofThisProcess());
  }

  /** Runs a program; answers its exit code. */
  int run(Program program, List<String> jvmOptions, List<String> arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(program), program.main()));
    command.addAll(arguments);
    try {
      return starter.run(command);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program.main(), e);
    }
  }

  private String classPath(Program program) {
    Path folder = distribution.home().resolve("lib").resolve(program.folder());
    if (!Files.isDirectory(folder)) {
      throw Problem.internal("no " + folder + ": this installation has no " + program.folder());
    }
    return Distribution.jars(folder).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int runHere(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }
}
