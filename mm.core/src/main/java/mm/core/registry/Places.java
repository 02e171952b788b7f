package mm.core.registry;

import java.util.List;
import java.util.Map;
import mm.core.port.CorePorts;
import mm.spi.DriverCapability;

/**
 * What a driver gets for its stay in a space.
 *
 * @param notifiers the classes that it may subscribe
 * @param ports where its ports come from
 * @param violations where its broken promises go
 * @param options settings of drivers
 */
record Places(
    List<Class<?>> notifiers,
    CorePorts ports,
    ViolationSink violations,
    Map<String, String> options) {
  DriverContextOf in(AttachableSpace space, DriverCapability capability) {
    return new DriverContextOf(space, capability, notifiers, ports, violations, options);
  }
}
