package mm.verify;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Jars made to hurt: a finding or a clear refusal, in bounded time, and nothing is written. */
@Timeout(value = 120, unit = SECONDS)
class RobustnessTest {
  @TempDir private Path folder;
  private Path jar;

  @AfterEach
  void shouldHaveWrittenNothing() throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(jar), files.toList());
    }
  }

  private void assertUnreadable(String why) throws IOException {
    Verdict verdict = Verifier.create().verify(jar);
    Rules.assertOnly(verdict, "R6.13");
    assertTrue(Rules.text(verdict).contains(why), Rules.text(verdict));
  }

  private Path write(byte[] bytes) throws IOException {
    return jar = Files.write(folder.resolve("test.jar"), bytes);
  }

  @Test
  void shouldRefuseAFileThatIsTooLarge() throws IOException {
    jar = folder.resolve("test.jar");
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
      file.write(TestBundle.right().jar());
      file.setLength(2L << 30);
    }
    assertUnreadable("more than");
  }

  @Test
  void shouldStopUnpackingABomb() throws IOException {
    jar = folder.resolve("test.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(1);
      byte[] zeros = new byte[1 << 20];
      for (int entry = 0; entry < 6; entry++) {
        out.putNextEntry(new ZipEntry("big" + entry));
        for (int i = 0; i < 100; i++) {
          out.write(zeros);
        }
      }
    }
    assertUnreadable("unpacks to more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"META-INF/MANIFEST.MF", "x/Big.class", "META-INF/services/mm.spi.NotifierDriver"})
  void shouldNotKeepAnEntryThatIsTooLarge(String name) throws IOException {
    write(TestBundle.right().entry(name, new byte[100 << 20]).jar());
    assertUnreadable("has more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.class",
        "a/../../evil",
        "/etc/evil",
        "..\\evil",
        "C:\\evil",
        "//host/evil",
        ".."
      })
  void shouldRefuseNamesThatLeadOutside(String name) throws IOException {
    write(TestBundle.right().entry(name, "evil").jar());
    assertUnreadable("leads out of the jar");
  }

  @Test
  void shouldNoticeATruncatedJar() throws IOException {
    byte[] whole = TestBundle.right().jar();
    for (int part = 1; part < 10; part++) {
      write(Arrays.copyOf(whole, whole.length * part / 10));
      assertUnreadable("damaged");
    }
  }

  @Test
  void shouldNoticeAWrongChecksum() throws IOException {
    byte[] content = "0123456789".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("resource.txt");
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      out.putNextEntry(entry);
      out.write(content);
    }
    byte[] wrong = bytes.toByteArray();
    int at = new String(wrong, StandardCharsets.ISO_8859_1).indexOf("0123456789");
    wrong[at]++;
    write(wrong);
    assertUnreadable("checksum of resource.txt is wrong");
  }

  @Test
  void shouldNoticeAnEntryThatIsThereTwice() throws IOException {
    String text =
        new String(
            TestBundle.right().entry("a1", "x").entry("a2", "y").jar(),
            StandardCharsets.ISO_8859_1);
    write(text.replace("a2", "a1").getBytes(StandardCharsets.ISO_8859_1));
    assertUnreadable("twice");
  }

  @Test
  void shouldSurviveDamageAnywhere() throws IOException {
    byte[] whole = TestBundle.right().jar();
    for (int at = 0; at < whole.length; at += 7) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      write(damaged);
      Verifier.create().verify(jar);
    }
  }

  @Test
  void shouldSurviveRandomBytesAndNothing() throws IOException {
    write(new byte[0]);
    assertUnreadable("damaged");
    write(new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    assertEquals(Verdict.Kind.OTHER, Verifier.create().verify(jar).kind());
    Path gone = folder.resolve("gone.jar");
    assertThrows(IOException.class, () -> Verifier.create().verify(gone));
    assertThrows(IOException.class, () -> Verifier.create().verify(folder));
  }

  /** Found by Jazzer. */
  @Test
  void shouldRefuseAClassWithoutAName() throws IOException {
    write(TestBundle.right().change("x/TestNotifier.class", RobustnessTest::nameless).jar());
    assertUnreadable("has no name");
  }

  private static byte[] nameless(byte[] bytes) {
    byte[] changed = bytes.clone();
    int name = new ClassReader(bytes).header + 2;
    changed[name] = 0;
    changed[name + 1] = 0;
    return changed;
  }

  /** Found by Jazzer: the library answers that with an AssertionError. */
  @Test
  void shouldSurviveAFieldWithTheDescriptorOfAMethod() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x/Odd", null, "java/lang/Object", null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "go", "()V", null, null);
    method.visitCode();
    method.visitFieldInsn(Opcodes.GETSTATIC, "x/Odd", "field", "()V");
    String equals = "(Ljava/lang/Object;)Z"; // whose argument is looked for
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "equals", equals, false);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(2, 0);
    method.visitEnd();
    byte[] odd = writer.toByteArray();
    TestBundle bundle = TestBundle.right().start("Odd.go();");
    bundle.source("x.Odd", "package x; class Odd { static void go() {} }");
    write(bundle.change("x/Odd.class", bytes -> odd).jar());
    Rules.assertOnly(Verifier.create().verify(jar));
  }

  @Test
  void shouldEndInACyclicHierarchy() throws IOException {
    TestBundle bundle = TestBundle.right();
    bundle.change("x/TestNotifier.class", bytes -> derived("x/TestNotifier", "x/A"));
    bundle.entry("x/A.class", derived("x/A", "x/B")).entry("x/B.class", derived("x/B", "x/A"));
    write(bundle.jar());
    Rules.assertOnly(Verifier.create().verify(jar), "R6.5");
  }

  private static byte[] derived(String name, String superName) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, superName, new String[] {name});
    return writer.toByteArray();
  }

  @Test
  void shouldEndInAVeryDeepHierarchy() throws IOException {
    TestBundle bundle = TestBundle.right();
    int depth = 5_000;
    for (int i = 0; i < depth; i++) {
      ClassWriter writer = new ClassWriter(0);
      String above = i + 1 < depth ? "x/C" + (i + 1) : "java/lang/Object";
      writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x/C" + i, null, above, null);
      bundle.entry("x/C" + i + ".class", writer.toByteArray());
    }
    bundle.source("x.C0", "package x; class C0 {}").members("C0 deep;").start("deep.hashCode();");
    write(bundle.jar());
    Rules.assertOnly(Verifier.create().verify(jar));
  }

  @Test
  void shouldReadAClassWithEveryMethodThatAClassCanHave() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x/Huge", null, "java/lang/Object", null);
    for (int i = 0; i < 65_535; i++) {
      String descriptor = "(" + "I".repeat(i / 256).substring(0, Math.min(250, i / 256)) + ")V";
      writer.visitMethod(
          Opcodes.ACC_NATIVE,
          "m" + i % 256 + "x" + (i / 256 > 250 ? i : ""),
          descriptor,
          null,
          null);
    }
    write(TestBundle.right().entry("x/Huge.class", writer.toByteArray()).jar());
    Rules.assertOnly(Verifier.create().verify(jar));
  }

  @Test
  void shouldNotBeLuredIntoAGiganticAnalysis() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x/Lure", null, "java/lang/Object", null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "go", "()V", null, null);
    method.visitCode();
    for (int i = 0; i < 4_000; i++) {
      Label next = new Label();
      method.visitTypeInsn(Opcodes.NEW, "x/Lure");
      method.visitVarInsn(Opcodes.ASTORE, 60_000);
      method.visitInsn(Opcodes.ICONST_0);
      method.visitJumpInsn(Opcodes.IFEQ, next);
      method.visitLabel(next);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(65_535, 65_535);
    method.visitEnd();
    byte[] lure = writer.toByteArray();
    TestBundle bundle = TestBundle.right().declares("never", "never", "may");
    bundle.source("x.Lure", "package x; class Lure { static void go() {} }").start("Lure.go();");
    write(bundle.change("x/Lure.class", bytes -> lure).jar());
    Rules.assertOnly(Verifier.create().verify(jar));
  }

  @Test
  void shouldEndWhereEverybodyCallsEverybody() throws IOException {
    TestBundle bundle = TestBundle.right().declares("never", "never", "may");
    bundle.source("x.Node", "package x; interface Node { void go(Node n); }");
    for (int i = 0; i < 1_500; i++) {
      bundle.entry("x/N" + i + ".class", node("x/N" + i));
    }
    bundle.members("Node node;").start("node.go(node);");
    write(bundle.jar());
    Verdict verdict = Verifier.create().verify(jar);
    Rules.assertOnly(verdict, "R6.13");
    assertTrue(Rules.text(verdict).contains("too many"), Rules.text(verdict));
  }

  private static byte[] node(String name) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, 0, name, null, "java/lang/Object", new String[] {"x/Node"});
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "go", "(Lx/Node;)V", null, null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "x/Node", "go", "(Lx/Node;)V", true);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(2, 2);
    method.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void shouldNotBeBusyForEverWithManyOfAnything() throws IOException {
    TestBundle bundle = TestBundle.right();
    bundle.header("Bundle-ClassPath", ".," + "lib.jar,".repeat(5_000) + "lib.jar");
    bundle.entry("lib.jar", TestJars.of(java.util.Map.of("big", new byte[64 << 20])));
    write(bundle.jar());
    Rules.assertOnly(Verifier.create().verify(jar));
    String many = (bundle.capability() + ",").repeat(200);
    write(TestBundle.right().header("Provide-Capability", many + bundle.capability()).jar());
    assertTrue(Rules.text(Verifier.create().verify(jar)).contains("more than 100 drivers"));
  }

  @Test
  void shouldCountWhatItDoesNotList() throws IOException {
    TestBundle bundle = TestBundle.right().start("mutex.lock();".repeat(1)).members("");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      many.append("mutex.lock();\n");
    }
    write(bundle.start(many.toString()).jar());
    Verdict verdict = Verifier.create().verify(jar);
    assertEquals(101, verdict.hits().size());
    assertTrue(Rules.text(verdict).contains("50 more places"), Rules.text(verdict));
  }
}
