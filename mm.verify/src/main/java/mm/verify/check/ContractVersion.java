package mm.verify.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import mm.spi.NotifierDriver;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.Version;

/** The version of a package of the contract, as its annotation says; a JVM does not keep that. */
final class ContractVersion {
  private static final String ANNOTATION = "Lorg/osgi/annotation/versioning/Version;";

  private ContractVersion() {}

  static Version of(String contractPackage) {
    String file = contractPackage.replace('.', '/') + "/package-info.class";
    String[] found = {"0"};
    try (InputStream in = NotifierDriver.class.getClassLoader().getResourceAsStream(file)) {
      new ClassReader(in).accept(new Reader(found), ClassReader.SKIP_CODE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Version.parseVersion(found[0]);
  }

  /** Finds the one annotation. */
  private static final class Reader extends ClassVisitor {
    private final String[] found;

    Reader(String[] found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
      return !type.equals(ANNOTATION)
          ? null
          : new AnnotationVisitor(Opcodes.ASM9) {
            @Override
            public void visit(String name, Object value) {
              found[0] = value.toString();
            }
          };
    }
  }
}
