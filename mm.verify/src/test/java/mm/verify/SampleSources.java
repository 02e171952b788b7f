package mm.verify;

import java.util.HashMap;
import java.util.Map;

/** Classes that tests in other packages let bnd make bundles of. */
public final class SampleSources {
  private SampleSources() {}

  /** Of a driver of which nothing is wrong. */
  public static Map<String, byte[]> right() {
    return TestBundle.right().classes();
  }

  /** Of one that waits. */
  public static Map<String, byte[]> waiting() {
    return TestBundle.right().start("a();").members("void a() { mutex.lock(); }").classes();
  }

  /** Of one of which nobody knows. */
  public static Map<String, byte[]> unproven() {
    return TestBundle.right().members("Supplier<String> s;").start("s.get();").classes();
  }

  /** Of no driver. */
  public static Map<String, byte[]> none() {
    Map<String, byte[]> classes = new HashMap<>();
    classes.putAll(Compiled.of(17, Map.of("x.Plain", "package x; public class Plain {}")));
    return classes;
  }
}
