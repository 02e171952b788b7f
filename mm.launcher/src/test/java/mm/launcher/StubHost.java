package mm.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** A host without a framework. */
final class StubHost implements Host, Host.Factory {
  static final Map<String, Object> KVM =
      Map.of(
          "id",
          "kvm",
          "bundle",
          "drivers.kvm 0.1.0.SNAPSHOT",
          "version",
          "1.0.0",
          "state",
          "ADMITTED",
          "capability",
          Map.of("blocking", "never", "callbacks", List.of("release", "start")),
          "refusals",
          List.of());
  static final Map<String, Object> BAD =
      Map.of(
          "id",
          "bad",
          "bundle",
          "drivers.bad 1.0.0",
          "version",
          "",
          "state",
          "REFUSED",
          "capability",
          Map.of(),
          "refusals",
          List.of(Map.of("rule", "R6.2", "message", "pages is missing", "mend", "declare pages")));

  final List<Map<String, Object>> drivers = new ArrayList<>();
  final List<Map<String, Object>> settings = new ArrayList<>();
  final List<UnusableBundle> unusable = new ArrayList<>();
  ToIntFunction<Map<String, Object>> verb = options -> ExitCode.OK;
  List<Path> extraJars;
  Purpose purpose;
  boolean closed;

  @Override
  public Host open(List<Path> jars, Purpose why, Storage storage) {
    storage.close();
    extraJars = jars;
    purpose = why;
    return this;
  }

  @Override
  public ToIntFunction<Map<String, Object>> verb(String name) {
    return verb;
  }

  @Override
  public Supplier<List<Map<String, Object>>> view(String name) {
    return () -> name.equals("settings") ? settings : drivers;
  }

  @Override
  public List<UnusableBundle> unusable() {
    return unusable;
  }

  @Override
  public void awaitStop() {}

  @Override
  public void close() {
    closed = true;
  }
}
