package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mm.verify.verb.VerifyVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Many large bundles: that they are verified, and what it takes, which is printed and not judged. A
 * few in every build, 200 with {@code mvn -Pthroughput -pl mm.verify -am test}.
 */
class ThroughputTest {
  private static final int BUNDLES = Integer.getInteger("mm.bundles", 4);
  private static final int SIZE = 1 << 20;
  private static final int METHODS = 40;
  private static final int CALLS = 60;

  @TempDir private Path folder;
  private final Random random = new Random(1);

  /** Calls to other classes of the bundle, with numbers that do not compress. */
  private byte[] filler(int number, int classes) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x/F" + number, null, "java/lang/Object", null);
    for (int m = 0; m < METHODS; m++) {
      MethodVisitor method =
          writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "m" + m, "(I)V", null, null);
      method.visitCode();
      for (int call = 0; call < CALLS; call++) {
        method.visitLdcInsn(random.nextInt());
        method.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            "x/F" + random.nextInt(classes),
            "m" + random.nextInt(METHODS),
            "(I)V",
            false);
      }
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, 0);
      method.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** A driver whose callback reaches all of it. */
  private byte[] bundle(int number) {
    int classes = 40;
    TestBundle bundle =
        TestBundle.right()
            .declares("never", "never", "may")
            .header("Bundle-SymbolicName", "test" + number)
            .source("x.F0", "package x; public class F0 { public static void m0(int i) {} }")
            .start("F0.m0(count);");
    byte[] jar = bundle.jar();
    for (int i = 0; jar.length < SIZE; i++) {
      for (int more = 0; more < 8; more++) {
        byte[] filler = filler(8 * i + more, classes);
        bundle.entry("x/F" + (8 * i + more) + ".class", filler);
      }
      jar = bundle.jar();
    }
    return jar;
  }

  /** Of all threads, garbage collection included: what is left when others use the machine too. */
  private static long cpuMillis() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
  }

  @Test
  void shouldVerifyManyLargeBundles() throws IOException {
    long bytes = 0;
    byte[] jar = bundle(0);
    for (int i = 0; i < BUNDLES; i++) {
      Files.write(folder.resolve("b" + i + ".jar"), jar);
      bytes += jar.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long cpuBefore = cpuMillis();
    long began = System.nanoTime();
    int exit =
        new VerifyVerb()
            .applyAsInt(
                Map.of(
                    "paths",
                    List.of(folder.toString()),
                    "policies",
                    List.of(),
                    "strict",
                    false,
                    "format",
                    "text",
                    "out",
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    "err",
                    System.err));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exit, text);
    assertTrue(text.contains(BUNDLES + " bundles"), text);
    System.out.printf(
        "%d bundles, %,d bytes: %,d ms, %,d ms of CPU, on %d processors, in %,d MiB of heap%n",
        BUNDLES,
        bytes,
        millis,
        cpuMillis() - cpuBefore,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
