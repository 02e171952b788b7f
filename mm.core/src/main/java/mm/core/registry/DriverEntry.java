package mm.core.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mm.api.DriverStatus;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.core.port.CorePorts;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;

/** A driver that came by, admitted or refused, and its attachments. */
final class DriverEntry {
  private final String id;
  private final String origin;
  private final DriverCapability capability;
  private final NotifierDriver driver;
  private final List<Class<?>> notifiers;
  private final List<Finding> findings;
  private final Set<DriverAttachment> attachments = ConcurrentHashMap.newKeySet();

  private DriverEntry(
      String id,
      String origin,
      DriverCapability capability,
      NotifierDriver driver,
      List<Class<?>> notifiers,
      List<Finding> findings) {
    this.id = id;
    this.origin = origin;
    this.capability = capability;
    this.driver = driver;
    this.notifiers = notifiers;
    this.findings = findings;
  }

  static DriverEntry admitted(
      DriverCapability capability, String origin, NotifierDriver driver, List<Class<?>> notifiers) {
    return new DriverEntry(capability.id(), origin, capability, driver, notifiers, List.of());
  }

  static DriverEntry refused(DriverCapability capability, String origin, List<Finding> findings) {
    return new DriverEntry(capability.id(), origin, capability, null, List.of(), findings);
  }

  static DriverEntry refused(String id, String origin, List<Finding> findings) {
    return new DriverEntry(id, origin, null, null, List.of(), findings);
  }

  DriverAttachment attach(
      AttachableSpace space,
      CorePorts ports,
      ViolationSink violations,
      Map<String, String> options) {
    DriverContextOf context =
        new DriverContextOf(space, capability, notifiers, ports, violations, options);
    DriverAttachment made = DriverAttachment.make(driver, context, attachments::remove);
    attachments.add(made);
    space.afterRelease(made::close);
    return made;
  }

  void detachAll() {
    attachments.forEach(DriverAttachment::close);
  }

  boolean admitted() {
    return driver != null;
  }

  String id() {
    return id;
  }

  String origin() {
    return origin;
  }

  DriverStatus status() {
    return new DriverStatus(
        id,
        origin,
        admitted() ? State.ADMITTED : State.REFUSED,
        Optional.ofNullable(capability),
        findings,
        attachments.size());
  }
}
