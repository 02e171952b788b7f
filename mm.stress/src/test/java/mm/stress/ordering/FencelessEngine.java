package mm.stress.ordering;

import java.io.IOException;
import java.io.InputStream;
import java.util.ServiceLoader;
import mm.api.NotifierEngine;
import mm.stress.Engines;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Planted bugs: the engine's own classes, loaded once more without what orders their memory. What
 * comes out is what the engine would be if somebody thought that useless.
 *
 * <p>Knows nothing of the engine's inside, so it stays a copy of the engine as it is.
 */
public final class FencelessEngine extends ClassLoader {
  /** What the copy lacks. */
  public enum Without {
    /** Every full fence, and volatile stores through VarHandles are ordered ones only. */
    FENCES,
    /** The one full fence of sections as most of them are. */
    PLAIN_FENCE,
    /** The look at another thread's stack, the fence against the owner of an empty space. */
    STACKS
  }

  private static final Class<?> ORIGINAL =
      ServiceLoader.load(NotifierEngine.class).stream().findFirst().orElseThrow().type();

  private final Without what;
  private int removed; // guarded by this

  FencelessEngine(Without what) {
    super(ORIGINAL.getClassLoader());
    this.what = what;
  }

  /** The engine without something. */
  public static Engines without(Without what) {
    return new FencelessEngine(what).engines();
  }

  Engines engines() {
    try {
      return new Engines(
          (NotifierEngine) loadClass(ORIGINAL.getName()).getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many instructions are missing in the classes that were loaded so far. */
  synchronized int removed() {
    return removed;
  }

  @Override
  protected synchronized Class<?> loadClass(String name, boolean resolve)
      throws ClassNotFoundException {
    boolean ours = name.startsWith(ORIGINAL.getPackageName() + ".");
    Class<?> loaded = ours ? findLoadedClass(name) : super.loadClass(name, resolve);
    return loaded != null ? loaded : define(name);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream original = getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] left = withoutFences(original.readAllBytes());
      return defineClass(name, left, 0, left.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
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
      boolean plain = name.equals("beginPlain") && what == Without.PLAIN_FENCE;
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          boolean handle = owner.equals("java/lang/invoke/VarHandle") && what == Without.FENCES;
          if ((handle || plain) && called.equals("fullFence")) {
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
