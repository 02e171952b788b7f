package mm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * An installation with an engine that says it has told every end, and has told none of sections of
 * one page: whoever counts starts and ends is the only one to notice.
 */
final class LyingEngine {
  private static final String CHANGED = "mm/core/Callbacks.class";
  private static final String SUBSCRIPTION = "mm/core/ListSubscription";
  private static final String SECTION = "mm/core/Section";
  private static final String END = "(L" + SUBSCRIPTION + ";L" + SECTION + ";)V";
  private static final long PAGE = 4096;

  private int changed;

  private LyingEngine() {}

  /** Makes it of the one that is tested, which stays as it is. */
  static Path install(Path home, Path like) throws IOException {
    LyingEngine engine = new LyingEngine();
    try (Stream<Path> files = Files.walk(like)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path file = home.resolve(like.relativize(each).toString());
        Files.createDirectories(file.getParent());
        if (each.getFileName().toString().matches("mm[.]core-.*[.]jar")) {
          engine.write(each, file);
        } else {
          Files.copy(each, file, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    assertTrue(engine.changed > 0, "the engine ends sections elsewhere now");
    return home;
  }

  private void write(Path jar, Path file) throws IOException {
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream out = Files.newOutputStream(file);
        JarOutputStream to = new JarOutputStream(out, from.getManifest())) {
      List<JarEntry> content =
          from.stream().filter(each -> !each.getName().equals(JarFile.MANIFEST_NAME)).toList();
      for (JarEntry each : content) {
        to.putNextEntry(new JarEntry(each.getName()));
        try (InputStream in = from.getInputStream(each)) {
          to.write(each.getName().equals(CHANGED) ? lying(in) : in.readAllBytes());
        }
      }
    }
  }

  private byte[] lying(InputStream original) throws IOException {
    ClassWriter written = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    new ClassReader(original).accept(new Lie(written), 0);
    return written.toByteArray();
  }

  /** Leads calls of an end to a method that leaves some out. */
  private final class Lie extends ClassVisitor {
    Lie(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(int op, String owner, String called, String type, boolean own) {
          if (owner.equals(SUBSCRIPTION) && called.equals("end")) {
            changed++;
            super.visitMethodInsn(Opcodes.INVOKESTATIC, "mm/core/Callbacks", "lie", END, false);
          } else {
            super.visitMethodInsn(op, owner, called, type, own);
          }
        }
      };
    }

    @Override
    public void visitEnd() {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
      MethodVisitor lie = cv.visitMethod(access, "lie", END, null, null);
      Label over = new Label();
      lie.visitCode();
      boundary(lie, "end");
      boundary(lie, "start");
      lie.visitInsn(Opcodes.LSUB);
      lie.visitLdcInsn(PAGE);
      lie.visitInsn(Opcodes.LCMP);
      lie.visitJumpInsn(Opcodes.IFEQ, over);
      lie.visitVarInsn(Opcodes.ALOAD, 0);
      lie.visitVarInsn(Opcodes.ALOAD, 1);
      lie.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SUBSCRIPTION, "end", "(L" + SECTION + ";)V", false);
      lie.visitLabel(over);
      lie.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      lie.visitInsn(Opcodes.RETURN);
      lie.visitMaxs(0, 0);
      lie.visitEnd();
      super.visitEnd();
    }

    private void boundary(MethodVisitor lie, String name) {
      lie.visitVarInsn(Opcodes.ALOAD, 1);
      lie.visitMethodInsn(Opcodes.INVOKEVIRTUAL, SECTION, name, "()J", false);
    }
  }
}
