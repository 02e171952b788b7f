package mm.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    int run(List<String> command, Output output) throws IOException, InterruptedException;
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

  Distribution distribution() {
    return distribution;
  }

  /** Runs a program; answers its exit code. */
  int run(Program program, List<String> jvmOptions, List<String> arguments)
      throws InterruptedException {
    return run(program, List.of(), Output.SHOWN, jvmOptions, arguments);
  }

  /** Where the standard output of a program goes. */
  enum Output {
    SHOWN,
    DISCARDED
  }

  /** The same with more jars on the class path. */
  int run(
      Program program,
      List<Path> more,
      Output output,
      List<String> jvmOptions,
      List<String> arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(program, more), program.main()));
    command.addAll(arguments);
    try {
      return starter.run(command, output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program.main(), e);
    }
  }

  private String classPath(Program program, List<Path> more) {
    Path folder = distribution.home().resolve("lib").resolve(program.folder());
    if (!Files.isDirectory(folder)) {
      throw Problem.internal("no " + folder + ": this installation has no " + program.folder());
    }
    return Stream.concat(Distribution.jars(folder).stream(), more.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int runHere(List<String> command, Output output)
      throws IOException, InterruptedException {
    Console console = Console.ofThisProcess();
    Process process =
        new ProcessBuilder(command).inheritIO().redirectOutput(redirect(output, console)).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    passOn(process.getInputStream(), console.out());
    return process.waitFor();
  }

  /**
   * A terminal is never full, and what it shows stays in order when one process writes to it. To
   * anything else this process writes itself: its {@link StandardOutput} knows what failed.
   */
  private static ProcessBuilder.Redirect redirect(Output output, Console console) {
    if (output == Output.DISCARDED) {
      return ProcessBuilder.Redirect.DISCARD;
    }
    return console.outIsTerminal() ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE;
  }

  /** Until there is no more, or nobody takes it: the program then writes to a closed pipe. */
  static void passOn(InputStream from, PrintStream to) throws IOException {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int n = from.read(buffer); n >= 0 && !to.checkError(); n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    }
  }
}
