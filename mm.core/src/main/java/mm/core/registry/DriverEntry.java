package mm.core.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mm.api.ContractException;
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
  private final List<Finding> refusals;
  private final Set<DriverAttachment> attachments = ConcurrentHashMap.newKeySet();
  private volatile Finding quarantine;

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
    this.refusals = findings;
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
    DriverAttachment made =
        new DriverAttachment(
            id,
            space,
            () ->
                Placement.make(
                    driver,
                    new DriverContextOf(space, capability, notifiers, ports, violations, options)),
            attachments::remove);
    attachments.add(made);
    space.afterRelease(made::close);
    if (quarantine != null) {
      made.suspend(); // it came while the others were taken out
    }
    return made;
  }

  /** Marks it; false when it was so already. Callers hold the table's lock. */
  boolean startQuarantine(Finding why) {
    boolean first = quarantine == null;
    quarantine = first ? why : quarantine;
    return first;
  }

  /** Unmarks it; false when it was not marked. Callers hold the table's lock. */
  boolean endQuarantine() {
    boolean was = quarantine != null;
    quarantine = null;
    return was;
  }

  Finding quarantine() {
    return quarantine;
  }

  void suspend() {
    attachments.forEach(DriverAttachment::suspend);
  }

  void resume(ViolationSink violations) {
    for (DriverAttachment each : attachments) {
      try {
        each.resume();
      } catch (ContractException e) {
        violations.record(e.rule(), id, each.space().name(), "release", "failed: " + e, e);
      }
    }
  }

  DriverCapability capability() {
    return capability;
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
    Finding why = quarantine;
    return new DriverStatus(
        id,
        origin,
        state(why),
        Optional.ofNullable(capability),
        why == null ? refusals : List.of(why),
        attachments.size());
  }

  private State state(Finding why) {
    if (!admitted()) {
      return State.REFUSED;
    }
    return why == null ? State.ADMITTED : State.QUARANTINED;
  }
}
