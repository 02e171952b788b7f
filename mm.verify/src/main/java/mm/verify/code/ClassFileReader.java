package mm.verify.code;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.verify.jar.MalformedException;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads the structure of a class file. */
public final class ClassFileReader extends ClassVisitor {
  /** The newest Java whose class files can be read. */
  public static final int NEWEST = (Opcodes.V28 & 0xFFFF) - 44;

  private static final String DRIVER_INFO = "Lmm/spi/DriverInfo;";
  private static final String JUSTIFIED = "Lmm/spi/Justified;";
  private static final int CONSTANT_CLASS = 7;
  private static final int HEADER = 8;

  private final Map<String, MethodShape> methods = new HashMap<>();
  private String name = "";
  private int access;
  private int version;
  private String superName;
  private List<String> interfaces = List.of();
  private String source = "";
  private Map<String, Object> driverInfo;

  private ClassFileReader() {
    super(Opcodes.ASM9);
  }

  /**
   * Reads a class file.
   *
   * @param path entry that it comes from
   * @param bytes all of it
   * @return its structure
   * @throws MalformedException when it cannot be read
   */
  public static ClassFile read(String path, byte[] bytes) throws MalformedException {
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassFileReader visitor = new ClassFileReader();
      reader.accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
      return visitor.result(path, bytes, mentions(reader));
    } catch (RuntimeException | StackOverflowError | AssertionError e) { // of the library
      throw new MalformedException("The class file " + path + " cannot be read: " + e + ".");
    }
  }

  /**
   * The version of a class file, which stands before everything that may be unreadable.
   *
   * @param bytes the class file
   * @return its version of Java, 0 when it is too short to be a class file
   */
  public static int java(byte[] bytes) {
    return bytes.length < HEADER ? 0 : ((bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF) - 44;
  }

  private ClassFile result(String path, byte[] bytes, Set<String> mentions) {
    return new ClassFile(
        path,
        name,
        access,
        version,
        superName,
        interfaces,
        source,
        methods,
        driverInfo,
        mentions,
        bytes);
  }

  private static Set<String> mentions(ClassReader reader) {
    Set<String> mentions = new HashSet<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at > 0 && reader.readByte(at - 1) == CONSTANT_CLASS) {
        mentions.add(element(reader.readUTF8(at, buffer)));
      }
    }
    return mentions;
  }

  /** Of arrays, what they are made of. */
  private static String element(String className) {
    if (className == null || !className.startsWith("[")) {
      return String.valueOf(className);
    }
    String element = className.substring(className.lastIndexOf('[') + 1);
    return element.startsWith("L") ? element.substring(1, element.length() - 1) : element;
  }

  @Override
  public void visit(int v, int flags, String self, String generic, String parent, String[] types) {
    if (self == null) {
      throw new IllegalArgumentException("the class has no name");
    }
    version = v;
    access = flags;
    name = self;
    superName = parent;
    interfaces = types == null ? List.of() : List.copyOf(Arrays.asList(types));
  }

  @Override
  public void visitSource(String file, String debug) {
    source = file == null ? "" : file;
  }

  @Override
  public AnnotationVisitor visitAnnotation(String type, boolean visible) {
    if (!type.equals(DRIVER_INFO)) {
      return null;
    }
    driverInfo = new HashMap<>();
    return new AnnotationValues(driverInfo);
  }

  @Override
  public MethodVisitor visitMethod(
      int flags, String method, String descriptor, String generic, String[] exceptions) {
    Type.getArgumentsAndReturnSizes(descriptor); // fails here, not in the middle of the search
    Member member = new Member(name, method, descriptor);
    methods.put(member.key(), new MethodShape(member, flags, Map.of()));
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String type, boolean visible) {
        return type.equals(JUSTIFIED) ? justification(member, flags) : null;
      }
    };
  }

  private AnnotationVisitor justification(Member member, int flags) {
    Map<String, String> justifications = new HashMap<>();
    methods.put(member.key(), new MethodShape(member, flags, justifications));
    return new Justification(justifications);
  }

  /** Turns rules and reason into one entry for each rule. */
  private static final class Justification extends AnnotationValues {
    private final Map<String, String> justifications;

    Justification(Map<String, String> justifications) {
      super(new HashMap<>());
      this.justifications = justifications;
    }

    @Override
    public void visitEnd() {
      String reason = String.valueOf(values().getOrDefault("reason", "")).strip();
      if (!reason.isEmpty() && values().get("rules") instanceof List<?> rules) {
        rules.forEach(rule -> justifications.put(rule.toString(), reason));
      }
    }
  }
}
