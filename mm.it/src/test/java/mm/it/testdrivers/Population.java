package mm.it.testdrivers;

import java.util.List;

/** Processes of a simulated machine that do what disturbs a swap; types of the JDK only. */
public interface Population {
  /**
   * Makes the processes that will fork, exec, exit and be reaped, with pages that their devices
   * hold.
   *
   * @param prefix of their names: {@code prefix-parent}, {@code -caller}, {@code -leaver}, {@code
   *     -victim}; and of what comes of them: {@code -child}
   */
  void settle(String prefix);

  /** The parent forks, and parent and child write to their pages. */
  void fork();

  /** The caller executes another program, and uses its new memory. */
  void exec();

  /** The leaver exits. */
  void exit();

  /**
   * The victim is killed, and its memory reaped while its devices hold it; then it exits.
   *
   * @return the reaper's outcome, and whether pages were taken
   */
  String reap();

  /**
   * The devices of all living processes are used, and all their memory is taken away.
   *
   * @return how the accesses ended, without repetition; and for whom, when they were not served
   */
  List<String> use();

  /** {@return whether there is an engine, and all their spaces are in it} */
  boolean attended();

  /** All end. */
  void end();

  /**
   * What a checker of all translations, and the machine's audit, have found.
   *
   * @return an empty list when all is well
   */
  List<String> findings();
}
