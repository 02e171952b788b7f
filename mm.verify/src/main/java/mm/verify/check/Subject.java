package mm.verify.check;

import java.util.List;
import mm.spi.DriverCapability;
import mm.verify.code.ClassFile;

/**
 * One driver of a bundle.
 *
 * @param capability what it declares
 * @param type its class
 */
record Subject(DriverCapability capability, ClassFile type) {
  String id() {
    return capability.id();
  }

  /** The notifier classes that the annotation lists. */
  List<String> notifiers() {
    return strings("notifiers");
  }

  /** An element of the annotation that is a list. */
  List<String> strings(String element) {
    Object value = type.driverInfo().get(element);
    if (value == null) {
      return List.of();
    }
    List<?> list = value instanceof List<?> many ? many : List.of(value);
    return list.stream().map(String::valueOf).toList();
  }
}
