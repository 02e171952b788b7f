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
    List<Class<?>> notifiers, CorePorts ports, ViolationSink violations, OptionsInForce options) {
  DriverContextOf in(AttachableSpace space, DriverCapability capability) {
    return with(options.of(capability.id()), space, capability);
  }

  /** To try out options that are not configured. */
  DriverContextOf trying(
      Map<String, String> others, AttachableSpace space, DriverCapability capability) {
    return with(options.of(capability.id(), others), space, capability);
  }

  private DriverContextOf with(
      Map<String, String> own, AttachableSpace space, DriverCapability capability) {
    return new DriverContextOf(space, capability, notifiers, ports, violations, own);
  }
}
