package mm.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.Dispatcher;
import mm.api.DriverStatus;
import mm.api.InvalidationRange;
import mm.api.Violation;
import mm.report.ScriptStep;
import mm.report.ViolationScript.Cause;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DeviceCounters;

/** The drivers that take part: attaches them to each space and counts what happens to them. */
final class Fleet implements CallbackObserver {
  private final Dispatcher core;
  private final List<String> settings;
  private final Optional<SectionTally> quiet;
  private final Journal journal;
  private final Map<String, DriverTally> tallies = new LinkedHashMap<>();
  private final Map<String, Long> violationsBefore = new LinkedHashMap<>();
  private final Map<String, Long> hintsBefore = new LinkedHashMap<>();

  /**
   * Chooses the drivers.
   *
   * @throws IllegalArgumentException when one is not admitted
   */
  Fleet(
      Dispatcher core,
      List<String> wanted,
      List<String> settings,
      Optional<SectionTally> quiet,
      Journal journal) {
    this.settings = settings;
    this.quiet = quiet;
    this.journal = journal;
    this.core = core;
    Map<String, DriverStatus> admitted = new LinkedHashMap<>();
    for (DriverStatus each : core.drivers().list()) {
      if (each.state() == DriverStatus.State.ADMITTED) {
        admitted.put(each.id(), each);
      }
    }
    for (String id : wanted.isEmpty() ? admitted.keySet() : wanted) {
      if (!admitted.containsKey(id)) {
        throw new IllegalArgumentException(
            "driver '" + id + "' is not deployed; there are " + admitted.keySet());
      }
      tallies.put(id, new DriverTally(admitted.get(id)));
    }
    core.violations().forEach(v -> violationsBefore.put(key(v), v.count()));
    core.hints().forEach(v -> hintsBefore.put(key(v), v.count()));
  }

  /**
   * Attaches every driver to a space; one that fails, or is in quarantine, is left out.
   *
   * @throws IllegalArgumentException when a driver fails to attach for which options were set
   */
  List<Attachment> attach(AddressSpace space) {
    quiet.ifPresent(q -> space.subscribe(q, Declaration.neverBlocking(SectionTally.NAME)));
    List<Attachment> attached = new ArrayList<>();
    for (DriverTally each : tallies.values()) {
      try {
        attached.add(core.drivers().attach(each.id(), space));
        each.attached();
      } catch (ContractException e) {
        refuseSettings(each.id(), e);
        each.failedToAttach(e);
        broke(Cause.PROMISE, e.rule().id(), each.id(), e.getMessage());
      } catch (IllegalArgumentException e) { // the policy has taken it out meanwhile
        each.leftOut();
      }
    }
    journal.attached(space, attached);
    return attached;
  }

  private void refuseSettings(String driver, ContractException reason) {
    List<String> own = settings.stream().filter(each -> each.startsWith(driver + ".")).toList();
    if (!own.isEmpty()) {
      throw new IllegalArgumentException(
          "--driver-option " + String.join(", ", own) + ": " + reason.getMessage(), reason);
    }
  }

  /** Adds up what devices did, once they are detached or about to be. */
  void detached(List<Attachment> attached) {
    journal.detached(attached);
    for (Attachment each : attached) {
      DeviceCounters counters = each.device().counters();
      tally(each.driver()).add(counters);
    }
  }

  /** A driver holds what it should have dropped. */
  void stale(String driver, long address, String finding) {
    tallies.get(driver).stale(finding);
    journal.stale(driver, address, finding);
  }

  /** A device read other data than the CPU. */
  void differs(String driver, String finding) {
    tallies.get(driver).differs(finding);
    broke(Cause.CONTENTS, "R1.4", driver, finding);
  }

  private void broke(String kind, String rule, String driver, String text) {
    journal.broke(new Cause(kind, rule, driver, text));
  }

  /** A step of the run; see {@link Journal#did}. */
  void did(Supplier<ScriptStep> step) {
    journal.did(step);
  }

  /** References that nobody gave back; whose they are is not known, so every pinning driver's. */
  void leaked(String what) {
    List<DriverTally> pinning = tallies.values().stream().filter(DriverTally::pins).toList();
    pinning.forEach(each -> each.leaked(what));
    if (!pinning.isEmpty()) {
      broke(Cause.LEAK, "", "", what);
    }
  }

  void forEach(Consumer<DriverTally> action) {
    tallies.values().forEach(action);
  }

  DriverTally tally(String driver) {
    return tallies.get(driver);
  }

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    DriverTally tally = tallies.get(subscriber);
    if (tally != null) {
      tally.called(callback, answer, nanos);
    }
  }

  /** The tallies with the violations of this replay in them, and what became of the drivers. */
  List<DriverTally> finish() {
    since(violationsBefore, core.violations(), DriverTally::violated);
    since(hintsBefore, core.hints(), (tally, hint, count) -> tally.hinted(hint));
    for (DriverStatus each : core.drivers().list()) {
      DriverTally tally = tallies.get(each.id());
      if (tally != null) {
        tally.ended(each);
      }
    }
    return List.copyOf(tallies.values());
  }

  @FunctionalInterface
  private interface Told {
    void tell(DriverTally tally, Violation what, long count);
  }

  private void since(Map<String, Long> before, List<Violation> now, Told told) {
    for (Violation each : now) {
      long count = each.count() - before.getOrDefault(key(each), 0L);
      DriverTally tally = tallies.get(each.subscriber());
      if (count > 0 && tally != null) {
        told.tell(tally, each, count);
      }
    }
  }

  private static String key(Violation violation) {
    return violation.rule() + " " + violation.subscriber() + " " + violation.message();
  }
}
