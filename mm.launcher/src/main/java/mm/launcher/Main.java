package mm.launcher;

/** Entry point of the {@code mm} command. */
public final class Main {
  private Main() {}

  /**
   * Runs one verb and ends the JVM with its exit code.
   *
   * @param args verb, options and files
   */
  public static void main(String[] args) {
    // exit, not return: a driver may have left a thread running.
    StandardOutput output = StandardOutput.install();
    int exit = Cli.create(Console.ofThisProcess()).run(args);
    System.exit(output.checked(exit, System.err));
  }
}
