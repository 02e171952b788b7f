package mm.verify;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Class files without lines, names of variables and source file. */
final class Stripped {
  private Stripped() {}

  static byte[] of(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(writer, ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }
}
