package mm.core.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import mm.api.ContractException;
import mm.api.DriverStatus;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.spi.DriverCapability;
import mm.spi.NotifierDriver;

/**
 * A driver that came by, admitted, standby or refused, and its attachments.
 *
 * <p>Algorithm notes: whoever attaches makes the placements without a lock, since driver code runs,
 * and then enters the attachment under the lock, if the entry is in the same swap as before or
 * still in none; else it starts again. So a swap sees each attachment either in the list that it
 * starts from or with both drivers in it already, and an attach never waits for a swap.
 */
final class DriverEntry {
  private static final Runnable NOTHING = () -> {};

  private final String id;
  private final String origin;
  private final DriverCapability capability;
  private final NotifierDriver driver;
  private final Places places;
  private final List<Finding> refusals;
  private final Set<DriverAttachment> attachments = new HashSet<>(); // guarded by this
  private Runnable whenInCharge = NOTHING; // guarded by this
  private boolean standby; // guarded by this
  private boolean succeeded; // guarded by this
  private volatile Succession succession; // written under this
  private volatile Finding quarantine;
  private volatile boolean excused;

  private DriverEntry(
      String id,
      String origin,
      DriverCapability capability,
      NotifierDriver driver,
      Places places,
      List<Finding> findings) {
    this.id = id;
    this.origin = origin;
    this.capability = capability;
    this.driver = driver;
    this.places = places;
    this.refusals = findings;
  }

  static DriverEntry admitted(
      DriverCapability capability, String origin, NotifierDriver driver, Places places) {
    return new DriverEntry(capability.id(), origin, capability, driver, places, List.of());
  }

  static DriverEntry refused(DriverCapability capability, String origin, List<Finding> findings) {
    return new DriverEntry(capability.id(), origin, capability, null, null, findings);
  }

  static DriverEntry refused(String id, String origin, List<Finding> findings) {
    return new DriverEntry(id, origin, null, null, null, findings);
  }

  /** Nobody: where places wait for a driver. */
  static DriverEntry vacancy(String id) {
    return refused(id, "nowhere", List.of());
  }

  DriverEntry asStandby() {
    standby = true;
    return this;
  }

  /** A new stay of the driver in a space. */
  Placement place(AttachableSpace space) {
    return Placement.make(driver, places.in(space, capability));
  }

  /**
   * Why the driver does not attach with other options than those configured; empty when it does.
   */
  Optional<String> refusal(AttachableSpace space, Map<String, String> others) {
    try {
      Placement.make(driver, places.trying(others, space, capability)).close();
      return Optional.empty();
    } catch (ContractException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Empty when a swap began or ended meanwhile: who is to be attached is to be looked up again. */
  Optional<DriverAttachment> attach(AttachableSpace space) {
    Succession now = succession;
    DriverAttachment made = new DriverAttachment(this, space, crew(space, now));
    if (!enter(made, now)) {
      made.suspend();
      return Optional.empty();
    }
    made.goWithSpace();
    if (quarantine != null) {
      made.suspend(); // it came while the others were taken out
      resumeUnlessQuarantined(made); // the others may have come back meanwhile
    }
    return Optional.of(made);
  }

  private void resumeUnlessQuarantined(DriverAttachment place) {
    if (admitted() && quarantine == null) {
      place.resume(this);
      if (quarantine != null) {
        place.suspend(); // the others were taken out while this one came back
      }
    }
  }

  private Crew crew(AttachableSpace space, Succession now) {
    Placement first = place(space);
    if (now == null) {
      return Crew.of(first);
    }
    try {
      return new Crew(first, now.successor().place(space), now.turn());
    } catch (ContractException e) {
      first.close();
      throw e;
    }
  }

  private synchronized boolean enter(DriverAttachment made, Succession then) {
    return !succeeded && succession == then && attachments.add(made);
  }

  synchronized void left(DriverAttachment gone) {
    attachments.remove(gone);
  }

  synchronized List<DriverAttachment> attachments() {
    return List.copyOf(attachments);
  }

  /** From now on who attaches attaches both; the answer is where only this driver is. */
  synchronized List<DriverAttachment> startSuccession(Succession now) {
    succession = now;
    return List.copyOf(attachments);
  }

  /** The swap was given up. */
  synchronized List<DriverAttachment> endSuccession() {
    succession = null;
    return List.copyOf(attachments);
  }

  /** Nobody can come into one of its places any more; the answer is those that it had. */
  synchronized List<DriverAttachment> giveUpPlaces() {
    List<DriverAttachment> all = List.copyOf(attachments);
    attachments.clear();
    succeeded = true;
    succession = null;
    return all;
  }

  /** A place that nobody is in is this one's. Callers hold the roster's lock. */
  void takeOver(DriverAttachment place) {
    inherit(place);
    place.vacate(this);
    if (place.closed()) {
      left(place); // it may have taken leave of the one before only
    }
  }

  /** The swap is done: all places are the successor's. The answer is who has to go. */
  List<Placement> succeededBy(DriverEntry successor) {
    List<DriverAttachment> places = giveUpPlaces();
    places.forEach(successor::inherit);
    List<Placement> leaving =
        places.stream().map(each -> each.settle(successor)).filter(Objects::nonNull).toList();
    successor.forgetClosed();
    return leaving;
  }

  private synchronized void inherit(DriverAttachment attachment) {
    attachments.add(attachment);
  }

  /** Who closed while its place changed hands may have taken leave of the one before only. */
  private synchronized void forgetClosed() {
    attachments.removeIf(DriverAttachment::closed);
  }

  Optional<Swap> swap() {
    return Optional.ofNullable(succession).map(Succession::swap);
  }

  /** What it does on behalf of another that is just leaving is not held against it. */
  void excuse() {
    excused = true;
  }

  void excuseNoMore() {
    excused = false;
  }

  boolean excused() {
    return excused;
  }

  synchronized boolean isStandby() {
    return standby;
  }

  /** It is no standby any more; who took charge is published next, without a lock. */
  synchronized void takeCharge() {
    standby = false;
  }

  /** Runs what waits for the driver to be in charge. */
  void publish() {
    due().run();
  }

  private synchronized Runnable due() {
    Runnable due = standby ? NOTHING : whenInCharge;
    whenInCharge = standby ? whenInCharge : NOTHING; // once
    return due;
  }

  /** Runs something as soon as the driver is in charge; at once if it is. */
  void whenInCharge(Runnable action) {
    synchronized (this) {
      whenInCharge = action;
    }
    publish();
  }

  /** Marks it; false when it was so already. Callers hold the roster's lock. */
  boolean startQuarantine(Finding why) {
    boolean first = quarantine == null;
    quarantine = first ? why : quarantine;
    return first;
  }

  /** Unmarks it; false when it was not marked. Callers hold the roster's lock. */
  boolean endQuarantine() {
    boolean was = quarantine != null;
    quarantine = null;
    return was;
  }

  Finding quarantine() {
    return quarantine;
  }

  void suspend() {
    attachments().forEach(DriverAttachment::suspend);
  }

  void resume(ViolationSink violations) {
    attachments().forEach(each -> resume(each, violations));
  }

  /** Comes back into a place of its own; nobody does where places only wait. */
  void resume(DriverAttachment place, ViolationSink violations) {
    try {
      resumeUnlessQuarantined(place);
    } catch (ContractException e) {
      violations.record(e.rule(), id, place.space().name(), "release", "failed: " + e, e);
    }
  }

  DriverCapability capability() {
    return capability;
  }

  /** Lets go everywhere; who attaches at this moment finds no driver. */
  void detachAll() {
    giveUpPlaces().forEach(DriverAttachment::close);
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
        attachments().size());
  }

  private State state(Finding why) {
    if (!admitted()) {
      return State.REFUSED;
    }
    return why != null ? State.QUARANTINED : isStandby() ? State.STANDBY : State.ADMITTED;
  }
}
