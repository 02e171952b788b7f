package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bundles that are unusual and right: nothing is found in them, not even unproven calls. */
@Execution(ExecutionMode.CONCURRENT)
class RightBundlesTest {
  private final List<DynamicTest> tests = new ArrayList<>();

  private void right(String what, UnaryOperator<TestBundle> change) {
    for (SourceCompiler each : SourceCompiler.JAVA) {
      tests.add(
          DynamicTest.dynamicTest(
              what + ", by " + each,
              () -> Rules.assertOnly(change.apply(TestBundle.right().by(each)).verify())));
    }
  }

  private void start(String what, String statements, String members) {
    right(what, b -> b.declares("never", "never", "may").start(statements).members(members));
  }

  @TestFactory
  Stream<DynamicTest> shouldFindNothingInWhatIsAllowed() {
    right("nothing unusual", b -> b);
    start("a spin lock", "spin.lock(); try { count++; } finally { spin.unlock(); }", "");
    start(
        "a spin lock, then waking",
        "spin.lock(); try { count++; } finally { spin.unlock(); } queue.wakeAll();",
        "");
    start(
        "a spin lock given back early",
        "spin.lock(); if (count > 0) { spin.unlock(); return; } count++; spin.unlock();",
        "");
    start(
        "a spin lock in a loop",
        "for (int i = 0; i < 3; i++) { spin.lock(); try { count++; } finally { spin.unlock(); } queue.wakeAll(); }",
        "");
    start("trying a mutex", "if (mutex.tryLock()) { mutex.unlock(); }", "");
    start(
        "trying a lock of the JDK",
        "if (l.tryLock()) { l.unlock(); }",
        "final Lock l = new ReentrantLock();");
    start(
        "atomics",
        "n.incrementAndGet(); s.add(1);",
        "final AtomicLong n = new AtomicLong(); final LongAdder s = new LongAdder();");
    start(
        "a var handle",
        "H.getAndAdd(this, 1);",
        "static final java.lang.invoke.VarHandle H; static { try { H = java.lang.invoke.MethodHandles.lookup().findVarHandle(TestNotifier.class, \"count\", int.class); } catch (ReflectiveOperationException e) { throw new ExceptionInInitializerError(e); } }");
    start("work for later", "worker.submit(() -> { mutex.lock(); mutex.unlock(); });", "");
    start(
        "work for later in a variable",
        "Runnable later = () -> worker.flush(); worker.submit(later);",
        "");
    start(
        "work for later in a field",
        "worker.submit(later);",
        "final Runnable later = () -> LockSupport.park();");
    start(
        "collections",
        "m.merge(1L, 2L, Long::sum); l.removeIf(Objects::isNull); q.poll(); m.values().stream().mapToLong(v -> v).sum();",
        "final Map<Long, Long> m = new TreeMap<>(); final List<String> l = new ArrayList<>(); final Deque<String> q = new ArrayDeque<>();");
    start(
        "lock-free collections",
        "q.offer(\"\"); m.put(1, 1);",
        "final Queue<String> q = new ConcurrentLinkedQueue<>(); final ConcurrentSkipListMap<Integer, Integer> m = new ConcurrentSkipListMap<>();");
    start(
        "reading a concurrent map",
        "if (m.containsKey(\"\")) { count++; }",
        "final ConcurrentHashMap<String, String> m = new ConcurrentHashMap<>();");
    start(
        "arithmetic",
        "count = (int) Math.max(Long.bitCount(3), Integer.numberOfTrailingZeros(4)); Arrays.fill(a, 1);",
        "final int[] a = new int[3];");
    start(
        "records, enums, switches",
        "P p = new P(1, K.A); count = switch (p.k()) { case A -> p.n(); case B -> 2; }; if (p.equals(null) || p.hashCode() == 0) { count++; }",
        "record P(int n, K k) {} enum K { A, B }");
    start(
        "an enum with bodies",
        "count = K.A.go();",
        "enum K { A { int go() { return 1; } }; abstract int go(); }");
    start(
        "an instance pattern and a text block",
        "Object o = \"\"\"\n x\"\"\"; if (o instanceof String s && s.length() > 1) { count++; }",
        "");
    start(
        "a nested try",
        "try { try { count++; } finally { count--; } } catch (IllegalStateException e) { count = 0; }",
        "");
    start("a snapshot of a page, and unpinning", "pages.snapshot(0); pages.unpin(0);", "");
    start(
        "the range",
        "if (range.overlaps(0, 1) && range.blocking() == Blocking.ALLOWED) { count++; }",
        "");
    start(
        "a warning when something went wrong",
        "if (count < 0) { LOG.warn(\"bad\"); }",
        "static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(\"x\");");
    start(
        "a log line in a handler",
        "try { count++; } catch (RuntimeException e) { LOG.info(\"bad\", e); }",
        "static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(\"x\");");
    start(
        "generics and bridges",
        "g.accept(\"\");",
        "abstract static class G<T> { abstract void accept(T t); } static class S extends G<String> { int n; void accept(String s) { n++; } } final G<String> g = new S();");
    start(
        "an interface with a default method",
        "d.go();",
        "interface D { default int go() { return help(); } private int help() { return 1; } } static class E implements D {} final D d = new E();");
    start(
        "a functional interface of its own",
        "f.go();",
        "interface F { void go(); } final F f = () -> {};");
    start(
        "threads looked at",
        "if (Thread.currentThread().isInterrupted()) { Thread.onSpinWait(); }",
        "");
    right(
        "an exception with a text",
        b -> b.start("if (count < 0) { throw new IllegalStateException(\"count \" + count); }"));
    right(
        "a wait under a spin lock where nobody comes",
        b ->
            b.source(
                "x.Unused",
                "package x; class Unused { static void go(mm.spi.SpinLock s, mm.spi.Mutex m) { s.lock(); m.lock(); m.unlock(); s.unlock(); } }"));
    right(
        "waits outside of callbacks",
        b ->
            b.members(
                "void access() throws Exception { mutex.lock(); Thread.sleep(1); pages.fault(0, Access.READ); synchronized (this) { wait(); } }"));
    right(
        "waits of a driver that may",
        b -> b.declares("when-allowed", "never", "may").start("mutex.lock(); mutex.unlock();"));
    right(
        "a declining driver",
        b ->
            b.declares("when-allowed", "when-forbidden", "may")
                .callbacks("release", "try-start")
                .word("ABILITIES", "DecliningNotifier")
                .word(
                    "BODY",
                    "public Answer tryStart(InvalidationRange r) { if (r.blocking() == Blocking.FORBIDDEN) { return Answer.WOULD_BLOCK; } queue.await(() -> true, 1); return Answer.DONE; }"));
    right(
        "an interval driver",
        b ->
            b.callbacks("invalidate")
                .subscription("interval")
                .word("ABILITIES", "IntervalNotifier")
                .word(
                    "BODY",
                    "public Answer invalidate(IntervalSubscription s, InvalidationRange r, long q) { spin.lock(); try { s.setSequence(q); } finally { spin.unlock(); } return Answer.DONE; }")
                .replace(
                    TestBundle.DRIVER,
                    "context.subscribe(new TestNotifier(context))",
                    "context.subscribe(0, 4096, new TestNotifier(context))"));
    right(
        "a secondary TLB",
        b ->
            b.callbacks("release", "flush-secondary-tlb")
                .subscription("secondary-tlb")
                .word("ABILITIES", "SecondaryTlbNotifier")
                .word(
                    "BODY",
                    "public void flushSecondaryTlb(AddressSpace s, long a, long b) { count++; }"));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> shouldFindNothingInUnusualShapes() {
    String base =
        "package lib; public abstract class Base implements mm.spi.NotifierDriver { public mm.spi.Device attach(mm.spi.DriverContext c) { return null; } }";
    UnaryOperator<TestBundle> derived =
        b ->
            b.source("lib.Base", base)
                .replace(TestBundle.DRIVER, "implements NotifierDriver", "extends lib.Base");
    right("a driver derived from a class of a library", derived);
    right(
        "a library as a jar inside",
        b -> {
          byte[] lib = derived.apply(b).classes().get("lib/Base.class");
          return b.withoutEntry("lib/Base.class")
              .header("Bundle-ClassPath", ".,lib/lib.jar")
              .entry("lib/lib.jar", TestJars.of(Map.of("lib/Base.class", lib)));
        });
    right(
        "classes in a folder",
        b -> {
          Map<String, byte[]> classes = b.classes();
          classes.forEach((name, bytes) -> b.withoutEntry(name).entry("classes/" + name, bytes));
          return b.header("Bundle-ClassPath", "classes");
        });
    right(
        "a multi-release jar",
        b ->
            b.header("Multi-Release", "true")
                .entry(
                    "META-INF/versions/21/x/TestNotifier.class",
                    MetadataDefectsTest.version(b.classes().get("x/TestNotifier.class"), 0, 65)));
    right(
        "classes for versions in a jar that has none",
        b ->
            b.entry(
                "META-INF/versions/21/x/TestNotifier.class",
                b.classes().get("x/TestNotifier.class")));
    right(
        "class files of the newest Java",
        b ->
            b.header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"")
                .change("x/TestNotifier.class", c -> MetadataDefectsTest.version(c, 0, 69)));
    right("no execution environment", b -> b.withoutHeader("Require-Capability"));
    right(
        "a module descriptor",
        b -> b.entry("META-INF/x.txt", "x").entry("OSGI-OPT/src/x/TestDriver.java", "package x;"));
    right("without debug information", b -> b.change("x/TestNotifier.class", Stripped::of));
    right("old class files", b -> b.release(8));
    right(
        "two drivers in one bundle",
        b ->
            b.source(
                    "x.Second",
                    "package x; import mm.spi.*; @DriverInfo(id = \"second\", version = \"1\", blocking = \"never\", failure = \"never\", allocation = \"never\", subscription = \"list\", callbacks = \"release\", pages = \"pinned\", hardware = \"h\", notifiers = Second.Only.class) public class Second implements NotifierDriver { static class Only implements Notifier { public void release(mm.api.AddressSpace s) {} } public Device attach(DriverContext c) { c.subscribe(new Only()); return null; } }")
                .header(
                    "Provide-Capability",
                    b.capability()
                        + ",mm.notifier.driver;mm.notifier.driver=second;version:Version=1.0.0;blocking=never;failure=never;allocation=never;subscription:List<String>=list;callbacks:List<String>=release;pages=pinned;hardware=h")
                .entry(
                    JarContents.SERVICE_FILE,
                    "# both\nx.TestDriver\nx.Second # the second\nx.TestDriver\n"));
    right(
        "a capability with odd blanks",
        b ->
            b.header(
                "Provide-Capability",
                " mm.notifier.driver ; "
                    + b.capability()
                        .substring("mm.notifier.driver;".length())
                        .replace(";", " ; ")
                        .replace("=\"never\"", " = never")
                    + " , osgi.service;objectClass:List<String>=\"a\\,b,c\""));
    right(
        "everything cyclic that may be",
        b ->
            b.members(
                    "static class A { static final B B1 = new B(); } static class B { static final A A1 = new A(); } void a() { b(); } void b() { a(); }")
                .start("if (A.B1 == null) { a(); }"));
    right(
        "two notifiers of which one is subscribed",
        b ->
            b.word("NOTIFIERS", "TestNotifier.class, TestDriver.Other.class")
                .replace(
                    TestBundle.DRIVER,
                    "context.subscribe(new TestNotifier(context))",
                    "context.subscribe(context.pages() == null ? new Other(context) : new TestNotifier(context))")
                .replace(
                    TestBundle.DRIVER,
                    "TestDriver implements NotifierDriver {",
                    "TestDriver implements NotifierDriver { static class Other extends TestNotifier { Other(DriverContext c) { super(c); } }"));
    right(
        "a notifier that is cast",
        b ->
            b.replace(
                TestBundle.DRIVER,
                "context.subscribe(new TestNotifier(context))",
                "context.subscribe((Notifier) (Object) new TestNotifier(context))"));
    return tests.stream();
  }

  @Test
  void shouldListWhatIsJustifiedAndNotCountIt() {
    Verdict verdict =
        TestBundle.right()
            .start("slow();")
            .members(
                "@Justified(rules = \"R6.17\", reason = \"nobody ever holds it\") void slow() { inner(); } void inner() { mutex.lock(); }")
            .verify();
    Rules.assertOnly(verdict);
    assertEquals(
        List.of("nobody ever holds it"),
        verdict.justified().stream().map(Hit::justification).toList());
  }

  @Test
  void shouldNotBelieveAJustificationForWhatAnotherWayReaches() {
    Rules.assertOnly(
        TestBundle.right()
            .start("if (count > 0) { slow(); } else { inner(); }")
            .members(
                "@Justified(rules = \"R6.17\", reason = \"r\") void slow() { inner(); } void inner() { mutex.lock(); }")
            .verify(),
        "R6.17");
  }

  @Test
  void shouldNotBelieveAJustificationWithoutAReasonOrOfAnotherRule() {
    Rules.assertOnly(
        TestBundle.right()
            .start("slow();")
            .members("@Justified(rules = \"R6.17\", reason = \" \") void slow() { mutex.lock(); }")
            .verify(),
        "R6.17");
    Rules.assertOnly(
        TestBundle.right()
            .start("slow();")
            .members("@Justified(rules = \"R1.7\", reason = \"r\") void slow() { mutex.lock(); }")
            .verify(),
        "R6.17");
  }

  @Test
  void shouldLeaveOtherBundlesAlone() {
    JarContents other =
        new JarContents().with(JarContents.MANIFEST, "Bundle-Activator: x.Y\n".getBytes());
    assertEquals(Verdict.Kind.OTHER, Verifier.create().verify("other.jar", other).kind());
  }
}
