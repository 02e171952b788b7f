package mm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where a verb of the framework saves what led to the first violation. The verb writes all of it,
 * and {@code mm conform} makes it small and tells whether it repeats, in a JVM of its own.
 */
final class ViolationFile {
  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = {
        "Save what led to the first violation, made as small as it gets, as a script that "
            + "'mm conform FILE' repeats; whether it does is told. Where it takes several threads, "
            + "also as a scenario beside it, of the same name in .yaml, that 'mm lab run' repeats."
      })
  private Path file;

  private Path raw;

  /** Adds where the verb writes, if anything is to be saved; refuses early what cannot be. */
  void addTo(Map<String, Object> options) {
    if (file == null) {
      return;
    }
    Path whole = file.toAbsolutePath();
    Path written = Files.exists(whole) ? whole : whole.getParent();
    if (Files.isDirectory(whole)
        || !Files.isDirectory(whole.getParent())
        || !Files.isWritable(written)) {
      throw Problem.unusable("--save " + file + ": no file can be made there");
    }
    try {
      raw = Files.createTempDirectory("mm-save").resolve("unshrunk.json");
      // Of a run that is cut short, the folder last.
      List.of(raw.getParent(), raw, scenario()).forEach(each -> each.toFile().deleteOnExit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    options.put("save", raw);
  }

  /** Makes what the verb has written small; does nothing when it has written nothing. */
  void shrink(PlainJvm jvm, Console console, List<Path> extraJars) {
    if (raw == null) {
      return;
    }
    try {
      if (Files.exists(raw)) {
        shrinkRaw(jvm, console, extraJars);
      }
      if (Files.exists(scenario())) {
        explore(jvm, console, extraJars);
      }
      Files.deleteIfExists(scenario());
      Files.deleteIfExists(raw);
      Files.delete(raw.getParent());
    } catch (IOException e) {
      throw Problem.unusable("--save " + file + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path scenario() {
    return raw.resolveSibling("threads.yaml");
  }

  /** The lab tries the orders of threads that a script cannot have. */
  private void explore(PlainJvm jvm, Console console, List<Path> extraJars)
      throws InterruptedException {
    Path smaller = file.resolveSibling(nameOf(file) + ".yaml");
    List<String> search = List.of("run", "--save", smaller.toString(), "--", scenario().toString());
    if (lab(jvm, extraJars, search) != ExitCode.FINDINGS) {
      console.err().println("mm: in the lab it does not come again either");
      return;
    }
    boolean repeats = lab(jvm, extraJars, List.of("run", "--", smaller.toString())) == ExitCode.OK;
    console
        .err()
        .println(
            "mm: "
                + smaller
                + (repeats ? " repeats: yes, by mm lab run" : " does not repeat, by mm lab run"));
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("[.][^.]*$", "");
  }

  private static int lab(PlainJvm jvm, List<Path> extraJars, List<String> arguments)
      throws InterruptedException {
    List<String> jvmOptions = ConformCommand.jvmOptions(System.getenv(ConformCommand.JVM_OPTIONS));
    return jvm.run(LabCommand.LAB, extraJars, PlainJvm.Output.DISCARDED, jvmOptions, arguments);
  }

  private void shrinkRaw(PlainJvm jvm, Console console, List<Path> extraJars)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--shrink", "--save", file.toString()));
    arguments.addAll(List.of("--scenario", scenario().toString()));
    arguments.addAll(ConformCommand.bundles(extraJars, jvm.distribution()));
    ConformCommand.add(arguments, console.showsProgress(), "--progress");
    arguments.addAll(List.of("--", raw.toString()));
    List<String> jvmOptions = ConformCommand.jvmOptions(System.getenv(ConformCommand.JVM_OPTIONS));
    int exit = jvm.run(ConformCommand.CONFORM, jvmOptions, arguments);
    if (exit != ExitCode.OK && exit != ExitCode.FINDINGS) {
      Files.copy(raw, file, StandardCopyOption.REPLACE_EXISTING);
      console.err().println("mm: saved " + file + " unshrunk: it cannot be played");
    }
  }
}
