package mm.verify.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import mm.verify.code.Member;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final List<String> ELSEWHERE =
      List.of("mm.machine.", "org.slf4j.", "kotlin.", "scala.", "monitor.", "native.");

  /** Members that came after Java 17. */
  private static final List<String> NEWER =
      List.of(
          "java.lang.MatchException.*",
          "java.lang.Thread.startVirtualThread",
          "java.lang.Thread.threadId",
          "java.lang.Thread.isVirtual",
          "java.util.concurrent.Future.resultNow",
          "java.util.concurrent.ExecutorService.close",
          "java.lang.foreign.*");

  private final Operations operations = Operations.load();

  private Operation.Kind kind(String owner, String method, String descriptor, String... above) {
    List<String> types = Stream.concat(Stream.of(owner), Stream.of(above)).toList();
    return operations.of(new Member(owner, method, descriptor), types).kinds().get(0);
  }

  /** A name with a slip would never match anything. */
  @Test
  void shouldNameOnlyWhatThereIs() {
    List<String> unknown =
        operations
            .names()
            .filter(name -> ELSEWHERE.stream().noneMatch(name::startsWith))
            .filter(name -> !NEWER.contains(name))
            .filter(name -> !exists(name))
            .toList();
    assertEquals(List.of(), unknown);
  }

  private static boolean exists(String entry) {
    String name = entry.replaceFirst("/\\d+$", "");
    String owner = name.substring(0, name.lastIndexOf('.'));
    String method = name.substring(name.lastIndexOf('.') + 1);
    if (!Character.isUpperCase(owner.charAt(owner.lastIndexOf('.') + 1))) {
      return method.equals("*")
          && (owner.startsWith("mm.")
              || ModuleLayer.boot().modules().stream()
                  .anyMatch(m -> m.getPackages().contains(owner)));
    }
    try {
      Class<?> type = Class.forName(owner, false, ClassLoader.getSystemClassLoader());
      return method.equals("*")
          || method.equals("<init>")
          || Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getDeclaredMethods()))
              .map(Method::getName)
              .anyMatch(method::equals);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void shouldPreferTheMorePrecise() {
    String lock = "java/util/concurrent/locks/ReentrantLock";
    String itf = "java/util/concurrent/locks/Lock";
    assertEquals(Operation.Kind.WAITS, kind(lock, "lock", "()V", "java/lang/Object", itf));
    assertEquals(Operation.Kind.HARMLESS, kind(lock, "tryLock", "()Z", "java/lang/Object", itf));
    assertEquals(
        Operation.Kind.WAITS,
        kind(lock, "tryLock", "(JLjava/util/concurrent/TimeUnit;)Z", "java/lang/Object", itf));
    assertEquals(Operation.Kind.HARMLESS, kind(lock, "isLocked", "()Z", "java/lang/Object", itf));
  }

  @Test
  void shouldKnowDerivedClassesByTheirPackageLast() {
    assertEquals(
        Operation.Kind.HARMLESS,
        kind("x/Mine", "get", "(I)Ljava/lang/Object;", "java/util/ArrayList", "java/lang/Object"));
    assertEquals(
        Operation.Kind.WAITS,
        kind("java/io/FileReader", "read", "()I", "java/io/Reader", "java/lang/Object"));
    assertEquals(Operation.Kind.UNPROVEN, kind("x/Elsewhere", "get", "()V", "java/lang/Object"));
  }

  @Test
  void shouldNotTakeOneConstructorForAnother() {
    assertEquals(Operation.Kind.HARMLESS, kind("java/lang/Object", "<init>", "()V"));
    assertEquals(Operation.Kind.UNPROVEN, kind("x/Elsewhere", "<init>", "()V", "java/lang/Object"));
  }

  @Test
  void shouldGiveAReasonForEverything() {
    assertTrue(operations.of(new Member("x/Y", "z", "()V"), List.of("x/Y")).reason().length() > 3);
  }
}
