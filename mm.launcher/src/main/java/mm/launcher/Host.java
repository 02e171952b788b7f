package mm.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** A running framework, as the verbs see it. */
interface Host extends AutoCloseable {
  /** The verb that some bundle offers; fails when none does. */
  ToIntFunction<Map<String, Object>> verb(String name);

  /** The view that some bundle offers; fails when none does. */
  Supplier<List<Map<String, Object>>> view(String name);

  /** Bundles that could not be installed or started. */
  List<UnusableBundle> unusable();

  /** Returns when the framework has stopped. */
  void awaitStop();

  @Override
  void close();

  /** Whether a host carries the interactive shell, and what ends it. */
  enum Purpose {
    /** One verb, then the end; a signal may kill it at once. */
    VERB,
    /** Runs until a signal, which stops the bundles in order. */
    SERVICE,
    /** As {@link #SERVICE}, with a shell on the terminal. */
    SHELL
  }

  /** Starts a host; replaced in tests. */
  @FunctionalInterface
  interface Factory {
    Host open(List<Path> extraJars, Purpose purpose, Storage storage);

    /** Starts a host that leaves nothing behind. */
    default Host open(List<Path> extraJars, Purpose purpose) {
      return open(extraJars, purpose, Storage.create());
    }
  }
}
