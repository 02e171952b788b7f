package mm.stress.interleaving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Planted bug in the engine: a plain section uses the list that it found first, and does not look
 * again once it can be seen. Written as a class file for a JVM that finds it before the right one.
 */
final class UncheckedList {
  /** Exit code of {@link #main}: the bug was found. */
  static final int FOUND = 42;

  private static final int OTHERWISE = 1;

  /** A subscriber is told that is not on the list any more: its place there has been cleared. */
  private static final String WANTED = "Cannot invoke \"mm.core.Subscriber.name()\"";

  private static final String CLASS = "mm/core/PlainSections.class";
  private static final String METHOD = "beginPlain";
  private static final String LOOK = "plainList";

  private UncheckedList() {}

  /** Writes the class; the answer is how many looks are gone. */
  static int write(Path folder) throws IOException {
    int[] gone = new int[1];
    Path file = folder.resolve(CLASS);
    Files.createDirectories(file.getParent());
    try (InputStream original = UncheckedList.class.getClassLoader().getResourceAsStream(CLASS)) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(original).accept(without(writer, gone), 0);
      Files.write(file, writer.toByteArray());
    }
    return gone[0];
  }

  private static ClassVisitor without(ClassWriter writer, int[] gone) {
    return new ClassVisitor(Opcodes.ASM9, writer) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String type, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
        return name.equals(METHOD) ? new Blind(next, gone) : next;
      }
    };
  }

  private static final class Blind extends MethodVisitor {
    private final int[] gone;

    Blind(MethodVisitor next, int[] gone) {
      super(Opcodes.ASM9, next);
      this.gone = gone;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      if (name.equals(LOOK)) {
        gone[0]++;
        super.visitInsn(Opcodes.POP);
        super.visitVarInsn(Opcodes.ALOAD, 1); // the list that was found first
      } else {
        super.visitMethodInsn(opcode, owner, name, type, isInterface);
      }
    }
  }

  /** Explores the engine that this JVM has; whatever else goes wrong is no find. */
  public static void main(String[] arguments) {
    try {
      Explore.catches(Explore.OF_THE_ENGINE, WANTED, PlainSections.CLOSE);
    } catch (Throwable e) {
      e.printStackTrace(System.out);
      System.exit(OTHERWISE);
    }
    System.exit(FOUND);
  }
}
