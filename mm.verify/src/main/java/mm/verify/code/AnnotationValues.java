package mm.verify.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Collects the elements of an annotation; classes as internal names, arrays as lists. */
class AnnotationValues extends AnnotationVisitor {
  private final Map<String, Object> values;

  AnnotationValues(Map<String, Object> values) {
    super(Opcodes.ASM9);
    this.values = values;
  }

  final Map<String, Object> values() {
    return values;
  }

  @Override
  public void visit(String name, Object value) {
    values.put(name, plain(value));
  }

  private static Object plain(Object value) {
    return value instanceof Type type && type.getSort() == Type.OBJECT
        ? type.getInternalName()
        : value.toString();
  }

  @Override
  public AnnotationVisitor visitArray(String name) {
    List<Object> list = new ArrayList<>();
    values.put(name, list);
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public void visit(String none, Object value) {
        list.add(plain(value));
      }
    };
  }
}
