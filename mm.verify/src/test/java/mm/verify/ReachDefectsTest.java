package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bundles whose callbacks reach what they must not, other than waits. */
@Execution(ExecutionMode.CONCURRENT)
class ReachDefectsTest extends WrongBundles {
  @TestFactory
  Stream<DynamicTest> shouldKnowTheOtherPromises() {
    wrong("R1.7", "a fault", b -> b.start("pages.fault(0, Access.READ);"));
    wrong(
        "R1.7",
        "a pin",
        b -> b.declares("when-allowed", "never", "never").start("pages.pin(0, Access.READ);"));
    wrong(
        "R1.6",
        "a fault of a driver that may",
        b -> b.declares("when-allowed", "never", "may").start("pages.fault(0, Access.READ);"));
    wrong(
        "R1.6",
        "a section",
        b ->
            b.declares("when-allowed", "never", "may")
                .start("context.space().tryBegin(InvalidationEvent.UNMAP, 0, 4096);"));
    wrong(
        "R2.8",
        "closes a subscription",
        b -> b.members("Subscription self;").start("self.close();"));
    wrong(
        "R2.8",
        "subscribes",
        b -> b.members("TestNotifier other;").start("context.subscribe(other);"));
    wrong(
        "R6.19",
        "reflection",
        b ->
            b.declares("never", "never", "may")
                .members("java.lang.reflect.Method method;")
                .start("method.invoke(this);"));
    wrong(
        "R6.19",
        "an interface that nobody implements",
        b ->
            b.source("x.Step", "package x; interface Step { void go(); }")
                .members("Step step;")
                .start("step.go();"));
    wrong(
        "R6.19",
        "a function from outside",
        b -> b.members("Supplier<String> s;").start("s.get();"));
    wrong(
        "R6.19",
        "a class of the JDK that nobody has looked at",
        b -> b.members("javax.management.MBeanServer s;").start("s.getDefaultDomain();"));
    wrong(
        "R6.19",
        "a library that is imported",
        b ->
            b.source("lib.Lib", "package lib; public class Lib { public static void go() {} }")
                .start("lib.Lib.go();")
                .withoutEntry("lib/Lib.class"));
    wrong("R6.20", "an object", b -> b.members("int[] a;").start("a = new int[1];"));
    wrong("R6.20", "boxing", b -> b.members("Map<Long, Long> m;").start("m.get((long) count);"));
    wrong("R6.20", "a text", b -> b.start("if ((\"\" + count).isEmpty()) { count++; }"));
    wrong(
        "R6.20",
        "a lambda that remembers",
        b ->
            b.members("List<String> l;").start("int n = count; l.removeIf(e -> e.length() == n);"));
    wrong(
        "R6.20",
        "an object some calls away",
        b -> b.start("a();").members("void a() { b(); } void b() { new TestNotifier(context); }"));
    wrong(
        "R6.21",
        "a log line",
        b ->
            b.members(
                    "static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(\"x\");")
                .start("LOG.info(\"start\");"));
    wrong(
        "R6.21",
        "a log line of java.util.logging",
        b -> b.members("java.util.logging.Logger log;").start("log.fine(\"start\");"));
    return tests();
  }

  private void underSpin(String what, String statements, String members) {
    wrong(
        "R6.18",
        what,
        b -> b.declares("when-allowed", "never", "may").start(statements).members(members));
  }

  @TestFactory
  Stream<DynamicTest> shouldFindWaitsUnderASpinLock() {
    underSpin("a mutex", "spin.lock(); mutex.lock(); mutex.unlock(); spin.unlock();", "");
    underSpin(
        "in a try",
        "spin.lock(); try { queue.await(() -> true, 1); } finally { spin.unlock(); }",
        "");
    underSpin(
        "some calls away",
        "spin.lock(); a(); spin.unlock();",
        "void a() { b(); } void b() { LockSupport.park(); }");
    underSpin("waking others", "spin.lock(); queue.wakeAll(); spin.unlock();", "");
    underSpin(
        "another spin lock",
        "spin.lock(); other.lock(); other.unlock(); spin.unlock();",
        "SpinLock other;");
    underSpin(
        "in a lambda",
        "spin.lock(); try { list.forEach(e -> mutex.lock()); } finally { spin.unlock(); }",
        "List<String> list;");
    underSpin(
        "taken by a method of its own",
        "take(); try { mutex.lock(); } finally { give(); }",
        "void take() { spin.lock(); } void give() { spin.unlock(); }");
    underSpin(
        "on one branch",
        "if (count > 0) { spin.lock(); } mutex.lock(); if (count > 0) { spin.unlock(); }",
        "");
    underSpin(
        "not in a callback",
        "",
        "void fault() { spin.lock(); try { pages.fault(0, Access.READ); } finally { spin.unlock(); } }");
    underSpin("a monitor", "spin.lock(); synchronized (this) { count++; } spin.unlock();", "");
    return tests();
  }

  @Test
  void shouldGiveTheWholeWay() {
    TestBundle bundle =
        TestBundle.right()
            .start("hop();")
            .members(
                "void hop() { Runnable r = this::skip; r.run(); } void skip() { mutex.lock(); }");
    Hit hit = bundle.verify().hits().get(0);
    List<String> methods = hit.path().stream().map(Place::method).toList();
    assertEquals(List.of("start", "hop", "skip"), methods);
    assertEquals("x/TestNotifier.java", hit.place().source());
    assertTrue(hit.path().stream().allMatch(place -> place.line() > 0), hit.path()::toString);
    assertTrue(hit.finding().message().contains("mm.spi.Mutex.lock"), hit.finding()::message);
  }
}
