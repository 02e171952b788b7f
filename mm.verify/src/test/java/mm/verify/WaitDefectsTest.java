package mm.verify;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bundles whose callbacks wait although they declare that they never do (R6.17). */
@Execution(ExecutionMode.CONCURRENT)
class WaitDefectsTest extends WrongBundles {
  private void waits(String statement) {
    // What a callback with allocation=never makes is not what these tests are about.
    wrong("R6.17", statement, b -> b.declares("never", "never", "may").start(statement));
  }

  @TestFactory
  Stream<DynamicTest> shouldKnowWhatWaits() {
    waits("mutex.lock();");
    waits("queue.await(() -> true, 1);");
    waits("worker.flush();");
    waits("synchronized (this) { count++; }");
    waits("synchronized (this) { wait(); }");
    waits("Thread.sleep(1);");
    waits("Thread.currentThread().join();");
    waits("LockSupport.park();");
    waits("LockSupport.parkNanos(1);");
    waits("new ReentrantLock().lock();");
    waits("new ReentrantLock().lockInterruptibly();");
    waits("new ReentrantLock().tryLock(1, TimeUnit.SECONDS);");
    waits("new ReentrantReadWriteLock().readLock().lock();");
    waits("new StampedLock().readLock();");
    waits("new ReentrantLock().newCondition().await();");
    waits("BlockingQueue<String> q = null; q.put(\"\");");
    waits("new LinkedBlockingQueue<String>().take();");
    waits("new ArrayBlockingQueue<String>(1).poll(1, TimeUnit.SECONDS);");
    waits("Future<String> f = null; f.get();");
    waits("new CompletableFuture<String>().get(1, TimeUnit.SECONDS);");
    waits("new CompletableFuture<String>().join();");
    waits("new CountDownLatch(1).await();");
    waits("new Semaphore(1).acquire();");
    waits("new CyclicBarrier(1).await();");
    waits("new Phaser(1).arriveAndAwaitAdvance();");
    waits("new Exchanger<String>().exchange(\"\");");
    waits("ExecutorService e = null; e.submit(() -> 1);");
    waits("new ConcurrentHashMap<String, String>().put(\"\", \"\");");
    waits("new Hashtable<String, String>().get(\"\");");
    waits("new StringBuffer().append(1);");
    waits("java.nio.file.Files.readString(java.nio.file.Path.of(\"x\"));");
    waits("new java.io.FileInputStream(\"x\").read();");
    waits("new java.net.Socket(\"x\", 1);");
    waits("System.out.println();");
    waits("Class.forName(\"x.Y\");");
    waits("Thread.currentThread().getContextClassLoader().loadClass(\"x.Y\");");
    waits("System.exit(1);");
    waits("new ProcessBuilder(\"x\").start();");
    waits("List.of(1).parallelStream().count();");
    waits("new Thread().start();");
    waits("TimeUnit.SECONDS.sleep(1);");
    wrong("R6.17", "native code", b -> b.start("code();").members("native void code();"));
    wrong(
        "R6.17",
        "a synchronized method",
        b -> b.start("guarded();").members("synchronized void guarded() {}"));
    wrong(
        "R6.17",
        "a synchronized static method",
        b -> b.start("guarded();").members("static synchronized void guarded() {}"));
    wrong(
        "R6.17",
        "a synchronized callback",
        b ->
            b.word(
                "BODY",
                "public synchronized void start(InvalidationRange r) {} public void end(InvalidationRange r) {}"));
    wrong(
        "R6.17",
        "another callback",
        b ->
            b.word(
                "BODY",
                "public void start(InvalidationRange r) {} public void end(InvalidationRange r) { mutex.lock(); }"));
    wrong(
        "R6.17",
        "page faults",
        b -> b.declares("never", "never", "may").start("pages.fault(0, Access.READ);"));
    return tests();
  }

  @TestFactory
  Stream<DynamicTest> shouldFindWaitsWhereverTheyAre() {
    StringBuilder hops = new StringBuilder();
    for (int i = 1; i < 10; i++) {
      hops.append("void hop" + i + "() { hop" + (i + 1) + "(); } ");
    }
    wrong(
        "R6.17",
        "ten calls deep",
        b -> b.start("hop1();").members(hops + "void hop10() { mutex.lock(); }"));
    wrong(
        "R6.17",
        "behind an interface with two implementations",
        b ->
            b.source(
                    "x.Step",
                    "package x; interface Step { void go(); class Good implements Step { public void go() {} } class Bad implements Step { public void go() { java.util.concurrent.locks.LockSupport.park(); } } }")
                .members("Step step;")
                .start("step.go();"));
    wrong(
        "R6.17",
        "behind an abstract class",
        b ->
            b.source(
                    "x.Step",
                    "package x; abstract class Step { abstract void go(); static class Bad extends Step { void go() { java.util.concurrent.locks.LockSupport.park(); } } }")
                .members("Step step;")
                .start("step.go();"));
    wrong(
        "R6.17",
        "in a default method",
        b ->
            b.source(
                    "x.Step",
                    "package x; interface Step { default void go() { java.util.concurrent.locks.LockSupport.park(); } class Any implements Step {} }")
                .members("Step step;")
                .start("step.go();"));
    wrong(
        "R6.17",
        "in a lambda that is run here",
        b -> b.start("Runnable r = () -> LockSupport.park(); r.run();"));
    wrong(
        "R6.17",
        "in a lambda of a field",
        b -> b.members("final Runnable r = () -> LockSupport.park();").start("r.run();"));
    wrong(
        "R6.17",
        "in a lambda given to the JDK",
        b ->
            b.members("final List<String> l = new ArrayList<>();")
                .start("l.forEach(e -> LockSupport.park());"));
    wrong(
        "R6.17",
        "in a lambda of a field given to the JDK",
        b ->
            b.members(
                    "final List<String> l = new ArrayList<>(); final Consumer<String> c = e -> LockSupport.park();")
                .start("l.forEach(c);"));
    wrong(
        "R6.17",
        "in a static initialiser",
        b ->
            b.source(
                    "x.Late",
                    "package x; class Late { static int n; static { java.util.concurrent.locks.LockSupport.park(); } }")
                .start("count = Late.n;"));
    wrong(
        "R6.17",
        "in a static initialiser of a superclass",
        b ->
            b.source(
                    "x.Late",
                    "package x; class Late { static { java.util.concurrent.locks.LockSupport.park(); } static class Sub extends Late { static void go() {} } }")
                .start("Late.Sub.go();"));
    wrong(
        "R6.17",
        "in a method reference",
        b -> b.start("Runnable r = this::slow; r.run();").members("void slow() { mutex.lock(); }"));
    wrong(
        "R6.17",
        "in a method reference into the JDK",
        b -> b.start("Runnable r = LockSupport::park; r.run();"));
    wrong(
        "R6.17",
        "in a method reference to a port",
        b -> b.members("Runnable r; void set() { r = mutex::lock; }").start("r.run();"));
    wrong(
        "R6.17",
        "in a constructor",
        b ->
            b.declares("never", "never", "may")
                .source(
                    "x.Made",
                    "package x; class Made { Made() { java.util.concurrent.locks.LockSupport.park(); } }")
                .start("new Made();"));
    wrong(
        "R6.17",
        "in an inherited callback",
        b ->
            b.source(
                    "x.Base",
                    "package x; abstract class Base implements mm.spi.PairedNotifier { public void release(mm.api.AddressSpace s) { java.util.concurrent.locks.LockSupport.park(); } }")
                .replace(
                    TestBundle.NOTIFIER,
                    "class TestNotifier implements ABILITIES",
                    "class TestNotifier extends Base")
                .replace(TestBundle.NOTIFIER, "public void release(AddressSpace space) {}", ""));
    wrong(
        "R6.17",
        "in a method that a class inherits from the JDK",
        b ->
            b.source(
                    "x.Own",
                    "package x; class Own extends java.util.concurrent.locks.ReentrantLock { private static final long serialVersionUID = 1; }")
                .members("Own own;")
                .start("own.lock();"));
    wrong(
        "R6.17",
        "in a comparator given to the JDK",
        b ->
            b.source(
                    "x.Slow",
                    "package x; class Slow implements java.util.Comparator<String> { public int compare(String a, String b) { java.util.concurrent.locks.LockSupport.park(); return 0; } }")
                .members("List<String> l; Comparator<String> c = new Slow();")
                .start("l.sort(c);"));
    wrong(
        "R6.17",
        "in an iterator of the bundle",
        b ->
            b.source(
                    "x.Slow",
                    "package x; class Slow implements Iterable<String>, java.util.Iterator<String> { public java.util.Iterator<String> iterator() { return this; } public boolean hasNext() { java.util.concurrent.locks.LockSupport.park(); return false; } public String next() { return null; } }")
                .members("final Iterable<String> all = new Slow();")
                .start("for (String s : all) { count++; }"));
    wrong(
        "R6.17",
        "in toString",
        b ->
            b.declares("never", "never", "may")
                .source(
                    "x.Loud",
                    "package x; class Loud { public String toString() { java.util.concurrent.locks.LockSupport.park(); return null; } }")
                .members("final Loud loud = new Loud();")
                .start("if ((\"\" + loud).isEmpty()) { count++; }"));
    wrong(
        "R6.17",
        "in hashCode of a key",
        b ->
            b.source(
                    "x.Key",
                    "package x; class Key { public int hashCode() { java.util.concurrent.locks.LockSupport.park(); return 0; } }")
                .members("Map<Object, String> map; final Key key = new Key();")
                .start("map.get(key);"));
    wrong(
        "R6.17",
        "in a catch block",
        b -> b.start("try { count++; } catch (RuntimeException e) { mutex.lock(); }"));
    wrong(
        "R6.17", "in a finally block", b -> b.start("try { count++; } finally { mutex.lock(); }"));
    wrong(
        "R6.17",
        "in an anonymous class",
        b ->
            b.declares("never", "never", "may")
                .start("new Object() { void go() { mutex.lock(); } }.go();"));
    wrong(
        "R6.17",
        "in a switch",
        b -> b.start("switch (count) { case 1 -> mutex.lock(); default -> count++; }"));
    wrong(
        "R6.17",
        "in recursion",
        b ->
            b.start("down(3);")
                .members(
                    "void down(int n) { if (n > 0) { down(n - 1); } else { mutex.lock(); } }"));
    wrong("R6.17", "where the class file has no lines", b -> b.start("mutex.lock();"));
    return tests();
  }
}
