package mm.stress.ordering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mm.core.Core;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Planted bugs: a copy of the engine's class files without what orders its memory. In front of the
 * real ones on a class path it is what the engine would be if somebody thought that useless.
 *
 * <p>Knows nothing of the engine's inside, so it stays a copy of the engine as it is.
 */
final class FencelessEngine {
  /** What the copy lacks. */
  enum Without {
    /** Every full fence, and volatile stores through VarHandles are ordered ones only. */
    FENCES,
    /** The look at another thread's stack, the fence against the owner of an empty space. */
    STACKS
  }

  private final Path to;
  private final Without what;
  private int removed;

  private FencelessEngine(Path to, Without what) {
    this.to = to;
    this.what = what;
  }

  /** Writes the copy; fails when there was nothing to take out. */
  static Path writeTo(Path folder, Without what) throws IOException {
    FencelessEngine copy = new FencelessEngine(folder, what);
    Path original = original();
    if (Files.isDirectory(original)) {
      copy.copy(original);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(original)) {
        copy.copy(jar.getPath("/"));
      }
    }
    if (copy.removed == 0) {
      throw new IllegalStateException(
          "the engine has none of the " + what + "; think of another mutant");
    }
    return folder;
  }

  private static Path original() {
    try {
      return Path.of(Core.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void copy(Path original) throws IOException {
    try (Stream<Path> files = Files.walk(original)) {
      files.filter(Files::isRegularFile).forEach(file -> write(original, file));
    }
  }

  private void write(Path original, Path file) {
    try {
      Path target = to.resolve(original.relativize(file).toString());
      Files.createDirectories(target.getParent());
      byte[] bytes = Files.readAllBytes(file);
      Files.write(target, file.toString().endsWith(".class") ? withoutFences(bytes) : bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] withoutFences(byte[] original) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(original).accept(new Remover(writer), 0);
    return writer.toByteArray();
  }

  private final class Remover extends ClassVisitor {
    Remover(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          boolean handle = owner.equals("java/lang/invoke/VarHandle") && what == Without.FENCES;
          if (handle && called.equals("fullFence")) {
            removed++; // takes nothing and gives nothing, so it can simply be left out
          } else if (handle && called.equals("setVolatile")) {
            removed++;
            super.visitMethodInsn(opcode, owner, "setRelease", type, isInterface);
          } else if (called.equals("getStackTrace") && what == Without.STACKS) {
            removed++; // takes the thread and gives an array that nobody looks at
            super.visitInsn(Opcodes.POP);
            super.visitInsn(Opcodes.ACONST_NULL);
          } else {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          }
        }
      };
    }
  }
}
